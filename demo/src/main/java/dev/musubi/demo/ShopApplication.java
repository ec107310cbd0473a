package dev.musubi.demo;

import java.nio.file.Path;
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
    MinePage.class,
    NotSignedInPage.class
})
class ShopApplication {

    @Bean
    Ledger ledger(ShopFolder folder) {
        Path records = folder.own().resolve("records");
        return new Ledger(records, folder.shop());
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
