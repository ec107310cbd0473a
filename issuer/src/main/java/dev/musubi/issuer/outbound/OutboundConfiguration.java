package dev.musubi.issuer.outbound;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the rules from the settings. */
@Configuration(proxyBeanMethods = false)
class OutboundConfiguration {

    /** The rules for addresses that others name. */
    @Bean
    AddressRules addressRules(OutboundSettings settings) {
        return AddressRules.allowing(
                settings.networks().stream().map(Network::parse).toList());
    }
}
