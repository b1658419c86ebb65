//! What a file asks for, taken into a schema: what cannot be taken is left out and told.

use std::collections::HashSet;

use super::{
    asked::{Asked, AskedPart, kept, refused},
    blame::Blamed,
    take::Work,
};
use crate::schema::{
    ObjectMetadata, Schema, SchemaDifference, SchemaIssue, SchemaPart, SchemaPlan, manage::settled, shipped,
    sound,
};

/// How often parts that are not sound are left out: leaving one out may leave another without what it needs.
const ROUNDS: usize = 8;

pub(super) fn merge(current: &Schema, mut asked: Asked) -> Result<SchemaPlan, Vec<SchemaIssue>> {
    let before = current.metadata();
    let shipped = shipped().map_err(|error| vec![SchemaIssue::at("", error.to_string())])?;
    let mut told = std::mem::take(&mut asked.refused);
    told.extend(lacking(before, &asked, &told));
    for _ in 0..ROUNDS {
        let work = Work::of(before, &asked);
        let blamed = work.blamed(&sound::issues(&work.metadata, &shipped))?;
        if blamed.is_empty() {
            let mut plan = settled(before, work.metadata)?;
            plan.differences.extend(work.told.into_iter().chain(told));
            return Ok(plan);
        }
        told.extend(blamed.iter().map(|blamed| refused(blamed.part, &blamed.name, &blamed.issue)));
        leave_out(&mut asked.fields, SchemaPart::Field, &blamed);
        leave_out(&mut asked.lists, SchemaPart::Picklist, &blamed);
    }
    Err(vec![SchemaIssue::at("", "The parts of the file contradict each other; none can be taken.")])
}

fn leave_out(parts: &mut Vec<AskedPart>, of: SchemaPart, blamed: &[Blamed]) {
    let names = blamed.iter().filter(|blamed| blamed.part == of).map(|blamed| blamed.name.as_str());
    let names: HashSet<_> = names.collect();
    parts.retain(|part| !names.contains(part.name.as_str()));
}

/// What the book has and the file does not even name.
fn lacking(before: &ObjectMetadata, asked: &Asked, told: &[SchemaDifference]) -> Vec<SchemaDifference> {
    let fields = asked.fields.iter().map(|field| (SchemaPart::Field, field.name.as_str()));
    let lists = asked.lists.iter().map(|list| (SchemaPart::Picklist, list.name.as_str()));
    let refused = told.iter().map(|told| (told.part, told.name.as_str()));
    let named: HashSet<_> = fields.chain(lists).chain(refused).collect();
    let own_fields = before.field_metadata.iter().filter(|field| !field.is_system());
    let own_fields = own_fields.map(|field| (SchemaPart::Field, field.field_name.as_str()));
    let own_lists = before.picklist_metadata.iter().map(|list| (SchemaPart::Picklist, list.name.as_str()));
    let lacking = own_fields.chain(own_lists).filter(|part| !named.contains(part));
    lacking.map(|(part, name)| kept(part, name, "The file does not have it.")).collect()
}
