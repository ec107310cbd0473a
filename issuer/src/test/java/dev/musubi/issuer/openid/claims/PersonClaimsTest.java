package dev.musubi.issuer.openid.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four attributes as claims. */
class PersonClaimsTest {

    private static Map<String, Object> claims(PersonText name, String birth, Set<Attribute> items) {
        return PersonClaims.of(
                new FourAttributes(name, PersonText.of("東京都千代田区霞が関一丁目"), DateOfBirth.parse(birth), Sex.FEMALE), items);
    }

    @Test
    void whenANameIsPartedOnTheCertificateThenItsPartsAreTold() {
        assertThat(claims(PersonText.of("見本　花子"), "319900102", EnumSet.of(Attribute.NAME)))
                .containsEntry("name", "見本　花子")
                .containsEntry("family_name", "見本")
                .containsEntry("given_name", "花子")
                .doesNotContainKeys("birthdate", "gender", "address");
    }

    @Test
    void whenANameIsNotPartedOnceThenItHasNoParts() {
        for (String name : new String[] {"SAMPLE HANAKO", "ミホン　ハナコ　マリア", "　花子", "見本　"}) {
            assertThat(claims(PersonText.of(name), "319900102", EnumSet.of(Attribute.NAME)))
                    .containsEntry("name", name)
                    .doesNotContainKeys("family_name", "given_name");
        }
    }

    @Test
    void whenACharacterStandsForAnotherThenItIsSaid() {
        assertThat(claims(new PersonText("見本　花子", "01000"), "319900102", EnumSet.of(Attribute.NAME))
                        .get("substitute_characters"))
                .hasToString("{name=01000}");
    }

    @ParameterizedTest
    @CsvSource({
        "319900102,1990-01-02,'{year=1990, month=1, day=2}'",
        "319900000,1990,{year=1990}",
        "319900100,1990,'{year=1990, month=1}'",
    })
    void whenADateIsKnownInPartThenNoMoreThanThatIsTold(String encoded, String birthdate, String parts) {
        Map<String, Object> claims = claims(PersonText.of("見本　花子"), encoded, EnumSet.of(Attribute.DATE_OF_BIRTH));
        assertThat(claims).containsEntry("birthdate", birthdate);
        assertThat(claims.get("birthdate_parts")).hasToString(parts);
    }

    @ParameterizedTest
    @CsvSource({
        "東京都千代田区霞が関一丁目,東京都,千代田区,霞が関一丁目",
        "北海道札幌市中央区北一条西二丁目,北海道,札幌市中央区,北一条西二丁目",
        "三重県四日市市諏訪町１番５号,三重県,四日市市,諏訪町１番５号",
        "千葉県市川市八幡一丁目,千葉県,市川市,八幡一丁目",
        "東京都町田市森野二丁目,東京都,町田市,森野二丁目",
        "奈良県高市郡明日香村岡,奈良県,高市郡明日香村,岡",
        "東京都八丈町大賀郷,東京都,八丈町,大賀郷",
        "愛知県名古屋市中区三の丸,愛知県,名古屋市中区,三の丸",
    })
    void whenAnAddressIsPlainThenItsPartsAreTold(String address, String region, String locality, String street) {
        assertThat(AddressParts.of(address))
                .containsEntry("formatted", address)
                .containsEntry("region", region)
                .containsEntry("locality", locality)
                .containsEntry("street_address", street)
                .containsEntry("country", "JP");
    }

    @Test
    void whenAnAddressIsNotPlainThenItHasNoParts() {
        assertThat(AddressParts.of("国外転出")).hasToString("{formatted=国外転出}");
    }
}
