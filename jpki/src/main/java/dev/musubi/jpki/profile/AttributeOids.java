package dev.musubi.jpki.profile;

/**
 * The OIDs, in dotted form, of the six otherName entries that carry the four attributes (JPKI profile specification,
 * arc 1.2.392.200149.8.5.5, personalData).
 *
 * @param name 氏名
 * @param nameSubstitutes which characters of the name are substitutes
 * @param sex 性別
 * @param dateOfBirth 生年月日
 * @param address 住所
 * @param addressSubstitutes which characters of the address are substitutes
 */
public record AttributeOids(
        String name,
        String nameSubstitutes,
        String sex,
        String dateOfBirth,
        String address,
        String addressSubstitutes) {}
