/** What a relying party may learn and demand. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "anchor",
            "audit",
            "consent",
            "database",
            "privateid",
            "relyingparty",
            "relyingparty :: web",
            "status",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.standing;
