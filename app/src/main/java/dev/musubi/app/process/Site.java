package dev.musubi.app.process;

import java.util.Locale;

/** The relying parties of the demonstration. */
public enum Site {
    /** むすび銀行, under 犯罪収益移転防止法. */
    BANK,
    /** むすび電話, under 携帯電話不正利用防止法. */
    TELCO,
    /** むすび市役所, 行政手続. */
    CITY;

    /** Its id at the issuer, and the name of its folder. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
