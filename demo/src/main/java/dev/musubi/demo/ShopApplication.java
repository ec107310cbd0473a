package dev.musubi.demo;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.spring.MusubiSettings;
import dev.musubi.relyingparty.spring.SignInDemands;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.LocaleResolver;

/** One relying party: a few pages on the starter. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    ShopPages.class,
    FirstPage.class,
    LanguagePage.class,
    Signings.class,
    ProcedurePages.class,
    SignaturePages.class,
    Updates.class,
    MinePage.class,
    Watcher.class,
    CounterPage.class,
    NotSignedInPage.class
})
class ShopApplication {

    @Bean
    Ledger ledger(ShopFolder folder) {
        Path records = folder.own().resolve("records");
        return new Ledger(records, folder.shop());
    }

    @Bean
    Watches watches(ShopFolder folder) {
        return new Watches(folder.own().resolve("watched"));
    }

    @Bean
    SignalLine signalLine(
            ShopFolder folder,
            Watches watches,
            ObjectProvider<RelyingParty> party,
            MusubiSettings settings,
            InstantSource clock) {
        return new SignalLine(folder.own().resolve("stream.json"), watches, party, settings, clock);
    }

    @Bean
    Rounds rounds(
            Shop shop,
            Watches watches,
            Ledger ledger,
            SignalLine line,
            ObjectProvider<RelyingParty> party,
            InstantSource clock) {
        return new Rounds(shop, watches, ledger, line, party, clock);
    }

    @Bean
    SignInDemands signInDemands(Shop shop, Ledger ledger) {
        return new AskedOnce(shop, ledger);
    }

    @Bean
    LocaleResolver localeResolver(Shop shop) {
        return new PageLanguage(shop);
    }

    @Bean
    FilterRegistrationBean<PageHeaders> pageHeaders(
            @org.springframework.beans.factory.annotation.Value("${musubi.relying-party.issuer}") String issuer) {
        return new FilterRegistrationBean<>(new PageHeaders(issuer));
    }
}
