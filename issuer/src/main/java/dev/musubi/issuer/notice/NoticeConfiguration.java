package dev.musubi.issuer.notice;

import dev.musubi.issuer.outbound.AddressRules;
import dev.musubi.issuer.outbound.Network;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what the settings say. */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    @Bean
    QuietHours quietHours(NoticeSettings settings) {
        return new QuietHours(settings.quietFrom(), settings.quietUntil(), settings.zone());
    }

    @Bean
    PushRules pushRules(NoticeSettings settings) {
        return new PushRules(AddressRules.allowing(
                settings.push().networks().stream().map(Network::parse).toList()));
    }
}
