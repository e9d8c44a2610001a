package io.reeve.benchmarks.modules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.api.ModuleOption;
import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/** Announces module {@code growth}, with as many options as the file {@code options} of its jar says. */
public final class GrowthProvider implements ModuleProvider {
    @Override
    public ModuleSpec spec() {
        ModuleOption[] options = IntStream.range(0, count())
                .mapToObj(i -> ModuleOption.str("option" + i, "", "One of many"))
                .toArray(ModuleOption[]::new);
        return ModuleSpec.of("growth", GrowthModule.class, GrowthModule::new).withOptions(options);
    }

    private static int count() {
        try (InputStream in = GrowthProvider.class.getResourceAsStream("/options")) {
            return in == null ? 0 : Integer.parseInt(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
