package dev.musubi.issuer.privateid;

import dev.musubi.issuer.message.Message;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One of the four attributes (基本4情報) that a signature certificate carries and a private ID keeps (公的個人認証法施行規則: name,
 * address, date of birth, sex), as holders are asked for it. Its name is also how J-LIS, consents and records name it.
 */
public enum Attribute {
    /** 氏名. */
    NAME("氏名", "name", "名前（なまえ）"),
    /** 住所. */
    ADDRESS("住所", "address", "住所（じゅうしょ）"),
    /** 生年月日. */
    DATE_OF_BIRTH("生年月日", "date of birth", "生（う）まれた日（ひ）"),
    /** 性別. */
    SEX("性別", "sex", "性別（せいべつ）");

    private final Message message;

    Attribute(String japanese, String english, String easy) {
        this.message = new Message(japanese, english, easy);
    }

    /** As its holder reads it. */
    public Message message() {
        return message;
    }

    /** Those by these names; what is no name of one is passed over. */
    public static Set<Attribute> named(Collection<String> names) {
        Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        for (Attribute attribute : values()) {
            if (names.contains(attribute.name())) {
                attributes.add(attribute);
            }
        }
        return Collections.unmodifiableSet(attributes);
    }

    /** Their names, in the order of this type. */
    public static List<String> names(Collection<Attribute> attributes) {
        return attributes.stream().sorted().map(Attribute::name).toList();
    }
}
