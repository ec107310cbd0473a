package dev.musubi.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A record of a proofing, as the person it is about reads it.
 *
 * @param transaction what it was for
 * @param at when
 * @param name the name
 * @param address the address
 * @param birthDate the date of birth
 * @param evidence what it rests on
 * @param isSigned whether an application was signed for it, and is kept with it
 */
record Kept(
        String transaction,
        Said at,
        String name,
        String address,
        Said birthDate,
        List<Said> evidence,
        boolean isSigned) {

    /** Of a record of the ledger. */
    static Kept of(Map<String, Object> record) {
        Map<?, ?> person = record.get("person") instanceof Map<?, ?> map ? map : Map.of();
        return new Kept(
                text(record, "transaction"),
                Days.minute(Instant.parse(text(record, "proofed_at"))),
                text(person, "name"),
                text(person, "address"),
                Days.birth(text(person, "birthdate")),
                record.get("verification") instanceof Map<?, ?> verification
                                && verification.get("evidence") instanceof List<?> evidence
                        ? evidence.stream().map(Kept::evidence).toList()
                        : List.of(),
                record.containsKey("signed_application"));
    }

    private static Said evidence(Object evidence) {
        boolean isSignature = evidence instanceof Map<?, ?> map && "electronic_signature".equals(map.get("type"));
        return isSignature
                ? new Said("マイナンバーカードの電子署名（民間IDの発行のとき）", "a signature with the My Number Card, made for the private ID")
                : new Said(
                        "公的機関から得た最新の情報（民間IDの更新のとき）", "the latest entries of the register, for the renewed private ID");
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? text : "";
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "Kept[" + transaction + "]";
    }
}
