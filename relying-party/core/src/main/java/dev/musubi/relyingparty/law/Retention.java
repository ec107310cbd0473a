package dev.musubi.relyingparty.law;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * How long a record is kept: years from an event that lies in the future when the record is made (犯罪収益移転防止法6条2項:
 * seven years from the day the transaction ended; 携帯電話不正利用防止法4条2項: three years from the day the contract ended).
 *
 * @param years how many years
 * @param from from which event, in Japanese
 * @param fromInEnglish the same in English
 */
public record Retention(int years, String from, String fromInEnglish) implements Serializable {

    /** The last day the record is kept, once the event has happened. */
    public LocalDate endsOn(LocalDate event) {
        return event.plusYears(years);
    }

    /** In words. */
    public String japanese() {
        return from + "から" + years + "年間";
    }
}
