/** Who asks at the relying parties' door. */
@org.springframework.modulith.NamedInterface("web")
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.relyingparty.web;
