package io.reeve.standby;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes {@code {}} as {@code application/json} and nothing else. */
final class TestCheck implements BodyCheck {
    static final int MAX = 100;

    @Override
    public int maxBytes() {
        return MAX;
    }

    @Override
    public Optional<Refusal> check(@Nullable String contentType, @Nullable String origin, byte[] body) {
        if (!"application/json".equals(contentType)) {
            return Optional.of(new Refusal(415, "send application/json"));
        }
        return new String(body, StandardCharsets.UTF_8).equals("{}")
                ? Optional.empty()
                : Optional.of(new Refusal(400, "not JSON"));
    }
}
