package dev.musubi.issuer.privateid;

import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The four attributes of each generation, sealed in the vault in the certificate's own codes, nothing normalised. */
@Component
public class AttributeStore {

    /** Seals the attributes of a generation. */
    public ItemId put(Vault.Sealer holder, FourAttributes attributes, Instant at) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("name", attributes.name().value());
        members.put("name_substitutes", attributes.name().substituteFlags());
        members.put("address", attributes.address().value());
        members.put("address_substitutes", attributes.address().substituteFlags());
        members.put("date_of_birth", attributes.dateOfBirth().encode());
        members.put("sex", attributes.sex().certificateCode());
        return holder.put(ItemKind.FOUR_ATTRIBUTES, StoredJson.bytes(members), at);
    }

    /** Opens them again. */
    public FourAttributes get(Vault.Sealer holder, ItemId item) {
        JsonNode members = StoredJson.tree(holder.get(ItemKind.FOUR_ATTRIBUTES, item), 1);
        return new FourAttributes(
                new PersonText(
                        members.path("name").asString(),
                        members.path("name_substitutes").asString()),
                new PersonText(
                        members.path("address").asString(),
                        members.path("address_substitutes").asString()),
                DateOfBirth.parse(members.path("date_of_birth").asString()),
                Sex.fromCertificateCode(members.path("sex").asString()).orElseThrow());
    }
}
