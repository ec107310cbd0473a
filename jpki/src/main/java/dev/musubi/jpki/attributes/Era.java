package dev.musubi.jpki.attributes;

import java.util.Optional;

/**
 * The era of a date of birth, the first digit of the certificate's {@code EYYYYMMDD} (JPKI profile specification, date
 * of birth). The year that follows is Gregorian all the same.
 */
public enum Era {
    /** 0: not known. */
    UNKNOWN(0, "不明"),
    /** 1: 明治. */
    MEIJI(1, "明治"),
    /** 2: 大正. */
    TAISHO(2, "大正"),
    /** 3: 昭和. */
    SHOWA(3, "昭和"),
    /** 4: 平成. */
    HEISEI(4, "平成"),
    /** 5: 令和. */
    REIWA(5, "令和");

    private static final Era[] BY_CODE = {UNKNOWN, MEIJI, TAISHO, SHOWA, HEISEI, REIWA};

    private final int code;
    private final String japaneseName;

    Era(int code, String japaneseName) {
        this.code = code;
        this.japaneseName = japaneseName;
    }

    /** The digit on the certificate, 0 to 5. */
    public int code() {
        return code;
    }

    /** The era's name as residents read it. */
    public String japaneseName() {
        return japaneseName;
    }

    /** The era with this digit. */
    public static Optional<Era> ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
    }
}
