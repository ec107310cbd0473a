package dev.musubi.issuer.notice;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what the settings say. */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    @Bean
    QuietHours quietHours(NoticeSettings settings) {
        return new QuietHours(settings.quietFrom(), settings.quietUntil(), settings.zone());
    }
}
