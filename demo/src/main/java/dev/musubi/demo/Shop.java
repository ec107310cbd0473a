package dev.musubi.demo;

import dev.musubi.relyingparty.Item;
import dev.musubi.relyingparty.law.Law;
import dev.musubi.relyingparty.person.BirthDate;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The three relying parties. */
enum Shop {
    BANK(
            Law.JP_AML,
            "むすび銀行",
            "Musubi Bank",
            "口座を開設する",
            "Open an account",
            "普通預金口座の開設",
            "口座番号",
            "bank-account",
            "bank-address-change",
            List.of(Item.NAME, Item.ADDRESS, Item.BIRTHDATE),
            List.of()),
    TELCO(
            Law.JP_MPIUPA,
            "むすび電話",
            "Musubi Mobile",
            "回線を契約する",
            "Take out a contract",
            "携帯電話回線の新規契約",
            "電話番号",
            "mobile-line",
            null,
            List.of(Item.NAME, Item.ADDRESS, Item.BIRTHDATE),
            List.of()),
    CITY(
            Law.ADMINISTRATIVE_PROCEDURE,
            "むすび市役所",
            "Musubi City Office",
            "保育所の利用を申し込む",
            "Apply for childcare",
            "保育所の利用申込み",
            "受付番号",
            "childcare-application",
            null,
            List.of(Item.NAME, Item.ADDRESS, Item.BIRTHDATE),
            List.of(Item.GENDER));

    private static final int GROWN_UP = 18;

    private final Law law;
    private final String japanese;
    private final String english;
    private final String action;
    private final String actionInEnglish;
    private final String transaction;
    private final String numberName;
    private final String procedure;
    private final @Nullable String change;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable list.
    private final List<Item> essential;

    @SuppressWarnings("ImmutableEnumChecker") // The same.
    private final List<Item> wished;

    Shop(
            Law law,
            String japanese,
            String english,
            String action,
            String actionInEnglish,
            String transaction,
            String numberName,
            String procedure,
            @Nullable String change,
            List<Item> essential,
            List<Item> wished) {
        this.law = law;
        this.japanese = japanese;
        this.english = english;
        this.action = action;
        this.actionInEnglish = actionInEnglish;
        this.transaction = transaction;
        this.numberName = numberName;
        this.procedure = procedure;
        this.change = change;
        this.essential = essential;
        this.wished = wished;
    }

    /** Its id everywhere: at the issuer, in folders, in settings. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The law it identifies people under. */
    public Law law() {
        return law;
    }

    /** Its name. */
    public String japanese() {
        return japanese;
    }

    /** Its name in English. */
    public String english() {
        return english;
    }

    /** What can be done here, as a button says it. */
    public String action() {
        return action;
    }

    /** The same in English. */
    public String actionInEnglish() {
        return actionInEnglish;
    }

    /** What it is called in records, and as the purpose for which attributes are asked. */
    public String transaction() {
        return transaction;
    }

    /** What the number is called that comes of it. */
    public String numberName() {
        return numberName;
    }

    /** The procedure in the catalogue of assurance. */
    public String procedure() {
        return procedure;
    }

    /** The catalogue's procedure for a change of what is registered; empty where it has none. */
    Optional<String> change() {
        return Optional.ofNullable(change);
    }

    /** Whether one person may do it again and again. */
    boolean takesMany() {
        return this == CITY;
    }

    List<Item> essential() {
        return essential;
    }

    List<Item> wished() {
        return wished;
    }

    /** A number, as each of them writes them. */
    String number(int nth) {
        return switch (this) {
            case BANK -> "普通 %07d".formatted(1_000_000 + nth);
            case TELCO -> "090-0000-%04d".formatted(nth % 10_000);
            case CITY -> "第%05d号".formatted(nth);
        };
    }

    /** Why this person cannot have it, in Japanese and in English; empty if they can. */
    Optional<List<String>> refusal(VerifiedPerson person, LocalDate today) {
        BirthDate birth = person.birthDate();
        if (this != TELCO) {
            return Optional.empty();
        }
        OptionalInt age = birth == null ? OptionalInt.empty() : birth.ageOn(today);
        if (age.isEmpty()) {
            return Optional.of(List.of(
                    "生年月日の一部が分からないため、オンラインでは契約できません。店頭でお手続きください。",
                    "Your date of birth is not known in full. Please come to one of our shops."));
        }
        return age.getAsInt() >= GROWN_UP
                ? Optional.empty()
                : Optional.of(List.of(
                        "18歳未満の方は、保護者の方と店頭でお手続きください。",
                        "If you are under 18, please come to one of our shops with a parent."));
    }
}
