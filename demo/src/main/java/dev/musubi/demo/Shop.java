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
            new Said("むすび銀行", "Musubi Bank"),
            new Said("口座を開設する", "Open an account"),
            "普通預金口座の開設",
            "bank-account",
            "bank-address-change",
            List.of(Item.NAME, Item.ADDRESS, Item.BIRTHDATE),
            List.of()),
    TELCO(
            Law.JP_MPIUPA,
            new Said("むすび電話", "Musubi Mobile"),
            new Said("回線を契約する", "Take out a contract"),
            "携帯電話回線の新規契約",
            "mobile-line",
            null,
            List.of(Item.NAME, Item.ADDRESS, Item.BIRTHDATE),
            List.of()),
    CITY(
            Law.ADMINISTRATIVE_PROCEDURE,
            new Said("むすび市役所", "Musubi City Office"),
            new Said("保育所の利用を申し込む", "Apply for childcare"),
            "保育所の利用申込み",
            "childcare-application",
            null,
            List.of(Item.NAME, Item.ADDRESS, Item.BIRTHDATE),
            List.of(Item.GENDER));

    private static final int GROWN_UP = 18;

    private final Law law;

    @SuppressWarnings("ImmutableEnumChecker") // Two strings.
    private final Said title;

    @SuppressWarnings("ImmutableEnumChecker") // Two strings.
    private final Said action;

    private final String transaction;
    private final String procedure;
    private final @Nullable String change;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives an immutable list.
    private final List<Item> essential;

    @SuppressWarnings("ImmutableEnumChecker") // The same.
    private final List<Item> wished;

    Shop(
            Law law,
            Said title,
            Said action,
            String transaction,
            String procedure,
            @Nullable String change,
            List<Item> essential,
            List<Item> wished) {
        this.law = law;
        this.title = title;
        this.action = action;
        this.transaction = transaction;
        this.procedure = procedure;
        this.change = change;
        this.essential = essential;
        this.wished = wished;
    }

    /** Its id everywhere: at the issuer, at the state's app, in folders, in settings, in messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The law it identifies people under. */
    public Law law() {
        return law;
    }

    /** Its name. */
    public Said title() {
        return title;
    }

    /** What can be done here, as a button says it. */
    public Said action() {
        return action;
    }

    /** What it is called in records. */
    public String transaction() {
        return transaction;
    }

    /** What attributes are asked for: whoever has something here comes back to have it brought up to date. */
    Said purpose() {
        return takesMany()
                ? new Said(transaction, action.english())
                : new Said(transaction + "と、登録内容の更新", action.english() + ", and keep your details up to date");
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

    /** Whether holders are asked here to let it be told what becomes of their private IDs. */
    boolean watches() {
        return this == BANK;
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

    /** Why this person cannot have it; empty if they can. */
    Optional<Said> refusal(VerifiedPerson person, LocalDate today) {
        BirthDate birth = person.birthDate();
        if (this != TELCO) {
            return Optional.empty();
        }
        OptionalInt age = birth == null ? OptionalInt.empty() : birth.ageOn(today);
        if (age.isEmpty()) {
            return Optional.of(new Said(
                    "生年月日の一部が分からないため、インターネットでは契約できません。お近くのショップでお手続きください。",
                    "Your date of birth is not known in full. Please come to one of our shops."));
        }
        return age.getAsInt() >= GROWN_UP
                ? Optional.empty()
                : Optional.of(new Said(
                        "18歳未満の方は、保護者の方といっしょに、お近くのショップでお手続きください。",
                        "If you are under 18, please come to one of our shops with a parent."));
    }
}
