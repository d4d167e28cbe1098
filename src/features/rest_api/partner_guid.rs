//! The id of a partner in the API. The vendor's clients expect a UUID, and the portal knows partners by their MPN IDs, so it is
//! derived from that: UUID version 5 in a namespace of its own.

use uuid::Uuid;

const NAMESPACE: Uuid = Uuid::from_u128(0x8f1d_6c3e_52a4_4b0b_9d5e_70c4_1b7a_2e96);

/// Returns the id of the partner with this MPN ID.
pub fn partner_guid(mpn_id: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, mpn_id.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_the_same_for_an_mpn_id() {
        assert_eq!(partner_guid("4847383"), partner_guid("4847383"));
        assert_ne!(partner_guid("4847383"), partner_guid("4847384"));
        assert_eq!(partner_guid("1").get_version_num(), 5);
    }
}
