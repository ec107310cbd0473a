@org.jspecify.annotations.NullMarked
package dev.musubi.app.demo;
