package dev.musubi.assurance.catalogue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds members that are missing: whatever a record does not mark as {@code @Nullable} has to be there. */
final class Completeness {

    private Completeness() {}

    static void check(String name, String path, @Nullable Object value) {
        switch (value) {
            case null -> throw new CatalogueException(name, "the member " + path + " is missing");
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    Object member = member(component, record);
                    if (member != null || !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                        check(name, path.isEmpty() ? component.getName() : path + "." + component.getName(), member);
                    }
                }
            }
            case Collection<?> collection -> collection.forEach(each -> check(name, path + "[]", each));
            case Map<?, ?> map -> map.forEach((key, each) -> check(name, path + "." + key, each));
            case Object[] array -> {
                for (Object each : array) {
                    check(name, path + "[]", each);
                }
            }
            default -> {}
        }
    }

    private static @Nullable Object member(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the records of this library are public", e);
        }
    }
}
