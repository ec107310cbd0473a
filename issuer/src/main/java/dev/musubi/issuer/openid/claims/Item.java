package dev.musubi.issuer.openid.claims;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One of the four attributes, as holders are asked for it and as claims name it (OpenID Connect Core 1.0 section 5.1,
 * OpenID Connect for Identity Assurance Claims Registration 1.0).
 */
public enum Item {
    /** 氏名. */
    NAME("氏名", "name", List.of("name", "family_name", "given_name")),
    /** 住所. */
    ADDRESS("住所", "address", List.of("address")),
    /** 生年月日. */
    DATE_OF_BIRTH("生年月日", "date of birth", List.of("birthdate", "birthdate_parts")),
    /** 性別. */
    SEX("性別", "sex", List.of("gender"));

    private final String japanese;
    private final String english;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable list.
    private final List<String> claims;

    Item(String japanese, String english, List<String> claims) {
        this.japanese = japanese;
        this.english = english;
        this.claims = claims;
    }

    /** As its holder reads it. */
    public String japanese() {
        return japanese;
    }

    /** The same in English. */
    public String english() {
        return english;
    }

    /** The claims that say it. */
    public List<String> claims() {
        return claims;
    }

    /** The item a claim says; empty for claims that say none. */
    public static Optional<Item> of(String claim) {
        for (Item item : values()) {
            if (item.claims.contains(claim)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /** Those by these names; what is no name of one is passed over. */
    public static Set<Item> named(Collection<String> names) {
        Set<Item> items = EnumSet.noneOf(Item.class);
        for (Item item : values()) {
            if (names.contains(item.name())) {
                items.add(item);
            }
        }
        return items;
    }
}
