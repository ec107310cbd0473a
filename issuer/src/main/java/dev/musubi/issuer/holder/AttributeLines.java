package dev.musubi.issuer.holder;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.AttributeWords;
import dev.musubi.issuer.privateid.AttributeWords.Piece;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.attributes.FourAttributes;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** The four attributes as their holder's page shows them. */
@Component
final class AttributeLines {

    private final AttributeStore attributes;
    private final Vault vault;

    AttributeLines(AttributeStore attributes, Vault vault) {
        this.attributes = attributes;
        this.vault = vault;
    }

    /**
     * One of them.
     *
     * @param value what it says
     * @param pieces the same in parts, where a character of it may stand for another
     * @param substitutes the characters that do
     */
    record Line(Message name, Message value, List<Piece> pieces, List<String> substitutes) {}

    /** Those of a generation. */
    List<Line> of(HolderId holderId, Generation generation) {
        FourAttributes four = attributes.get(vault.of(holderId), generation.attributes());
        return Arrays.stream(Attribute.values())
                .map(each -> new Line(
                        each.message(),
                        AttributeWords.of(each, four),
                        AttributeWords.pieces(each, four),
                        AttributeWords.substitutes(each, four)))
                .toList();
    }
}
