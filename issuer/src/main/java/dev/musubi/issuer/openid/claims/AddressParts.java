package dev.musubi.issuer.openid.claims;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Japanese address in the parts of the {@code address} claim (OpenID Connect Core 1.0 section 5.1.1). The whole always
 * stands in {@code formatted}, as it is on the certificate; {@code region} and {@code locality} only where they can be
 * told for certain, so what is not a plain address has no parts.
 */
final class AddressParts {

    private static final Pattern PREFECTURE = Pattern.compile("^(東京都|北海道|京都府|大阪府|.{2,3}県)(.+)$", Pattern.DOTALL);

    /** Cities whose names hold one of the characters that end a municipality's name. */
    private static final List<String> IRREGULAR = List.of(
            "四日市市", "廿日市市", "野々市市", "市川市", "市原市", "町田市", "大町市", "十日町市", "村山市", "村上市", "東村山市", "武蔵村山市", "羽村市", "田村市",
            "大村市", "大村町", "玉村町", "余市郡余市町", "高市郡高取町", "高市郡明日香村", "杵島郡大町町", "柴田郡村田町", "佐波郡玉村町", "今市市", "郡山市", "大和郡山市",
            "郡上市", "蒲郡市", "小郡市");

    /** The cities that have wards. */
    private static final String DESIGNATED = "札幌|仙台|さいたま|千葉|横浜|川崎|相模原|新潟|静岡|浜松|名古屋|京都|大阪|堺|神戸|岡山|広島|北九州|福岡|熊本";

    private static final Pattern MUNICIPALITY = Pattern.compile(
            "^((?:" + DESIGNATED + ")市.{1,4}?区|.{1,6}?郡.{1,7}?[町村]|.{1,8}?[市区町村])(.*)$", Pattern.DOTALL);

    private AddressParts() {}

    static Map<String, Object> of(String address) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("formatted", address);
        Matcher prefecture = PREFECTURE.matcher(address);
        if (prefecture.matches()) {
            parts.put("region", prefecture.group(1));
            locality(prefecture.group(2)).ifPresent(locality -> {
                parts.put("locality", locality);
                String rest = prefecture.group(2).substring(locality.length());
                if (!rest.isBlank()) {
                    parts.put("street_address", rest);
                }
            });
            parts.put("country", "JP");
        }
        return parts;
    }

    private static Optional<String> locality(String rest) {
        Optional<String> irregular = IRREGULAR.stream().filter(rest::startsWith).findFirst();
        if (irregular.isPresent()) {
            return irregular;
        }
        Matcher municipality = MUNICIPALITY.matcher(rest);
        return municipality.matches() ? Optional.of(municipality.group(1)) : Optional.empty();
    }
}
