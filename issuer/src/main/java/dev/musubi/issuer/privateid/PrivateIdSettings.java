package dev.musubi.issuer.privateid;

import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of private IDs.
 *
 * @param term how long one is valid from its last issue on a signature
 */
@ConfigurationProperties("musubi.private-id")
record PrivateIdSettings(@DefaultValue("P10Y") Period term) {}
