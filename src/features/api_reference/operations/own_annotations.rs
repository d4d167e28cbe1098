//! Tags and notes under `/api/v1`.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, delete, get, patch, post, put};
use crate::features::api_reference::parameters::{if_match, seeking, text};
use crate::features::portal_api::notes::resource::NoteResource;
use crate::features::portal_api::tags::resource::TagResource;
use crate::features::rest_api::bodies::{CustomerTags, NewNote, NewTag, NoteChange, TagChange};
use serde_json::json;

const GROUP: ApiGroup = ApiGroup {
    name: "Tags and notes",
    about: "What the partner adds to its customers. Only the partner sees it.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let operations = vec![
        get("/api/v1/tags", "listTags", "List tags")
            .reads([text("q", "Words of the name.")].into_iter().chain(seeking()))
            .pages::<TagResource>("The tags, by name."),
        post("/api/v1/tags", "createTag", "Make a tag")
            .takes::<NewTag>(json!({ "name": "VIP", "color": "teal" }))
            .answers::<TagResource>(201, "The tag.")
            .fault(409, "There is a tag with this name."),
        get("/api/v1/tags/{tag}", "getTag", "Get a tag").answers::<TagResource>(200, "The tag."),
        patch("/api/v1/tags/{tag}", "changeTag", "Rename, recolor or merge a tag")
            .takes::<TagChange>(json!({ "name": "Key account" }))
            .answers::<TagResource>(200, "The tag, or the one that it was merged into.")
            .fault(409, "There is a tag with this name. `mergeInto` with its id merges both."),
        delete("/api/v1/tags/{tag}", "deleteTag", "Delete a tag")
            .succeeds(204, "Customers no longer have it."),
        get("/api/v1/customers/{id}/tags", "listCustomerTags", "List the tags of a customer")
            .lists::<TagResource>("The tags, by name."),
        put("/api/v1/customers/{id}/tags", "replaceCustomerTags", "Replace the tags of a customer")
            .about("Names that the partner does not have become new tags.")
            .takes::<CustomerTags>(json!({ "items": [{ "name": "VIP" }] }))
            .lists::<TagResource>("The tags that the customer has now."),
        get("/api/v1/customers/{id}/notes", "listNotes", "List the notes about a customer")
            .lists::<NoteResource>("The pinned note, then the others, the newest first."),
        post("/api/v1/customers/{id}/notes", "addNote", "Add a note")
            .takes::<NewNote>(json!({ "text": "Prefers to be called in the morning." }))
            .answers::<NoteResource>(201, "The note."),
        get("/api/v1/customers/{id}/notes/{note}", "getNote", "Get a note")
            .answers::<NoteResource>(200, "The note."),
        patch("/api/v1/customers/{id}/notes/{note}", "changeNote", "Change or pin a note")
            .about("Users change the text of their own notes, and pin any.")
            .reads([if_match()])
            .takes::<NoteChange>(json!({ "isPinned": true }))
            .answers::<NoteResource>(200, "The note.")
            .fault(412, "The etag is stale."),
        delete("/api/v1/customers/{id}/notes/{note}", "removeNote", "Remove a note")
            .succeeds(204, "The note is gone."),
    ];
    (GROUP, operations)
}
