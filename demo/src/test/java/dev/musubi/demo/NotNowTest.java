package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The issuer is gone. */
class NotNowTest {

    @TempDir
    Path data;

    @Test
    void whenTheIssuerCannotBeReachedThenThePageSaysNotNow() {
        try (Sites sites = Sites.start(data)) {
            sites.provider.close();
            Person person = new Person(sites, Shop.BANK).open("/procedure");
            assertThat(person.status).isEqualTo(503);
            assertThat(person.text("code")).isEqualTo("provider_unreachable");
            assertThat(person.text("why")).isEqualTo("民間IDのサービスに接続できません。しばらくしてからもう一度お試しください。");
            assertThat(person.attribute("again", "href")).startsWith("/musubi/sign-in?return_to=");
        }
    }
}
