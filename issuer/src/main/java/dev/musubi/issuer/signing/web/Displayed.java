package dev.musubi.issuer.signing.web;

import dev.musubi.issuer.database.StoredJson;
import dev.musubi.jpki.verification.ToSign;
import java.util.List;

/** What a document says to the person who signs it: its member {@code display}, line by line. */
final class Displayed {

    private Displayed() {}

    static List<String> lines(ToSign document) {
        return StoredJson.tree(document.text(), Integer.MAX_VALUE)
                .path("display")
                .asString("")
                .lines()
                .toList();
    }
}
