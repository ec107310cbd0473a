/** How the issuer speaks with J-LIS: adapters for the ports of the other modules. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"anchor", "consent", "metrics", "outbound", "privateid", "refresh"})
package dev.musubi.issuer.jlis;
