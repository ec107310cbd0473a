package dev.musubi.relyingparty.law;

import java.util.Optional;

/** The frame a relying party proofs identities under; the same that an operator registers for it at the issuer. */
public enum Law {
    /** 犯罪収益移転防止法, for banks and others. */
    JP_AML("jp_aml", "犯罪による収益の移転防止に関する法律", "犯罪収益移転防止法", new Retention(7, "取引終了日", "the end of the business relation")),
    /** 携帯電話不正利用防止法, for mobile telephone operators. */
    JP_MPIUPA(
            "jp_mpiupa",
            "携帯音声通信事業者による契約者等の本人確認等及び携帯音声通信役務の不正な利用の防止に関する法律",
            "携帯電話不正利用防止法",
            new Retention(3, "契約終了日", "the end of the contract")),
    /** 行政手続; which record is kept, and how long, is by the procedure's own rules. */
    ADMINISTRATIVE_PROCEDURE("jp_jpki", "行政手続", "行政手続", null),
    /** No law in particular. */
    NONE("jp_jpki", "", "", null);

    private final String trustFramework;
    private final String title;
    private final String shortTitle;

    @SuppressWarnings("ImmutableEnumChecker") // A record of a number and strings.
    private final Optional<Retention> retention;

    Law(
            String trustFramework,
            String title,
            String shortTitle,
            @org.jspecify.annotations.Nullable Retention retention) {
        this.trustFramework = trustFramework;
        this.title = title;
        this.shortTitle = shortTitle;
        this.retention = Optional.ofNullable(retention);
    }

    /** The trust framework of OpenID Connect for Identity Assurance that verified claims come under. */
    public String trustFramework() {
        return trustFramework;
    }

    /** The full title; empty where there is no one law. */
    public String title() {
        return title;
    }

    /** The title in short. */
    public String shortTitle() {
        return shortTitle;
    }

    /** How long the record is kept; empty where this library knows no rule. */
    public Optional<Retention> retention() {
        return retention;
    }
}
