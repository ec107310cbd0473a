package dev.musubi.app.process;

import java.util.Locale;

/** The relying parties of the demonstration. */
public enum Site {
    /** Under 犯罪収益移転防止法. */
    BANK("むすび銀行"),
    /** Under 携帯電話不正利用防止法. */
    TELCO("むすび電話"),
    /** 行政手続. */
    CITY("むすび市役所");

    private final String japanese;

    Site(String japanese) {
        this.japanese = japanese;
    }

    /** Its name. */
    public String japanese() {
        return japanese;
    }

    /** Its id at the issuer and at マイナアプリ, and the name of its folder. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
