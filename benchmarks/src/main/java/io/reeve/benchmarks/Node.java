package io.reeve.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One manager process of a {@link Cluster}. */
record Node(String name, Process process, int port) {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PATIENCE_MILLIS = 5_000;

    /** What a command answered: the HTTP code, and of a 200 the result. */
    record Result(int http, int status, String stdout, String stderr, long epoch) {
        boolean ok() {
            return http == 200 && status == 0;
        }
    }

    /** The code of an answer; -1 without one. */
    int status(String path) {
        try (Connection connection = new Connection(port, 1_000)) {
            return connection.get(path).status();
        } catch (IOException e) {
            return -1;
        }
    }

    long epoch() {
        try (Connection connection = new Connection(port, PATIENCE_MILLIS)) {
            return JSON.readTree(connection.get("/api/mgr").body()).path("epoch").asLong(-1);
        } catch (IOException e) {
            throw new BenchmarkException("manager " + name + " does not answer /api/mgr: " + e.getMessage(), e);
        }
    }

    /** Runs a command that must succeed. */
    Result run(String... words) {
        return run(body(words), words);
    }

    /** Runs a command that must succeed, with input. */
    Result runWith(byte[] input, String... words) {
        return run(body(input, words), words);
    }

    private Result run(byte[] body, String... words) {
        try (Connection connection = new Connection(port, 120_000)) {
            Result result = command(connection, body);
            if (!result.ok()) {
                throw new BenchmarkException("'" + String.join(" ", words) + "' on manager " + name + ": " + result);
            }
            return result;
        } catch (IOException e) {
            throw new BenchmarkException("'" + String.join(" ", words) + "' on manager " + name + ": " + e.getMessage(),
                    e);
        }
    }

    /** What {@code bench WHAT …} measured: so many figures, in nanoseconds. */
    List<Long> bench(String what, int count) {
        return bench(List.of(what), count);
    }

    /** The same with words before the number. */
    List<Long> bench(List<String> what, int count) {
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(what);
        words.add(Integer.toString(count));
        String out = run(words.toArray(String[]::new)).stdout();
        List<Long> nanos = new ArrayList<>();
        try {
            for (JsonNode each : JSON.readTree(out)) {
                nanos.add(each.asLong());
            }
        } catch (JsonProcessingException e) {
            throw new BenchmarkException(words + " answered no list: " + out, e);
        }
        if (nanos.size() != count) {
            throw new BenchmarkException(words + " answered " + nanos.size() + " figures, not " + count);
        }
        return nanos;
    }

    static byte[] body(String... words) {
        return json(Map.of("words", List.of(words), "format", "json"));
    }

    private static byte[] body(byte[] input, String... words) {
        return json(Map.of("words", List.of(words), "format", "json", "inbuf", input));
    }

    /** A value as JSON, byte arrays in base64. */
    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new BenchmarkException("not JSON", e);
        }
    }

    static Result command(Connection connection, byte[] body) throws IOException {
        Connection.Answer answer = connection.post("/api/command", body);
        if (answer.status() != 200) {
            return new Result(answer.status(), -1, "", answer.body(), -1);
        }
        JsonNode json = JSON.readTree(answer.body());
        return new Result(200, json.path("status").asInt(-1), json.path("stdout").asText(),
                json.path("stderr").asText(),
                json.path("epoch").asLong(-1));
    }

    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new BenchmarkException("kill -" + signal, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** Sees the process end, or makes it end. */
    void awaitEnd() {
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
