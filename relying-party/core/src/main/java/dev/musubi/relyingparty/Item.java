package dev.musubi.relyingparty;

import java.util.List;

/** One of the four attributes (基本4情報) a relying party can ask for. */
public enum Item {
    /** 氏名. */
    NAME("name", List.of("family_name", "given_name")),
    /** 住所. */
    ADDRESS("address", List.of()),
    /** 生年月日. */
    BIRTHDATE("birthdate", List.of("birthdate_parts")),
    /** 性別. */
    GENDER("gender", List.of());

    private final String claim;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable list.
    private final List<String> further;

    Item(String claim, List<String> further) {
        this.claim = claim;
        this.further = further;
    }

    /** The claim that says it. */
    String claim() {
        return claim;
    }

    /** Claims that say more of it, and are never essential. */
    List<String> further() {
        return further;
    }
}
