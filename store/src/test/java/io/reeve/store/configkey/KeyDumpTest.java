package io.reeve.store.configkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.FrozenException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dump and import of keys, by their commands. */
final class KeyDumpTest {
    private StoreFixture zk;
    private DirectFencedWriter writer;
    private ConfigKeyStore store;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        writer = DirectFencedWriter.elect(zk.client(), zk.paths);
        store = zk.closing(new ConfigKeyStore(zk.client(), zk.paths));
        store.start();
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    private HandleCommandResult run(String prefix, byte[] input, String format) throws Exception {
        for (BuiltinCommand command : new ConfigKeyCommands(store, () -> writer).commands()) {
            if (command.descriptor().cmd().startsWith(prefix)) {
                return command.handle(new Command(prefix, Map.of(), input, format));
            }
        }
        throw new IllegalArgumentException(prefix);
    }

    private byte[] dump(String format) throws Exception {
        return new ObjectMapper().writeValueAsString(run("config-key dump", new byte[0], format).data())
                .getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyByteComesBack(long seed) throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<String, byte[]> all = new TreeMap<>(Map.of("empty", new byte[0], "text", "ü€😀\0\n\"\\".getBytes(UTF_8),
                "object", "{\"base64\": \"AAAA\"}".getBytes(UTF_8), "a/\0 \"ü😀", new byte[]{-1},
                "bom", "\uFEFFx".getBytes(UTF_8), "surrogate", new byte[]{(byte) 0xed, (byte) 0xa0, (byte) 0x80}));
        for (int i = 0; i < 256; i++) {
            all.put("byte/" + i, new byte[]{(byte) i});
        }
        for (int i = 0; i < 50; i++) {
            byte[] value = new byte[random.nextInt(200)];
            random.nextBytes(value);
            all.put("random/" + i, value);
        }
        all.forEach((key, value) -> store.set(writer, key, value));
        byte[] dumped = dump("json");
        all.keySet().forEach(key -> assertThat(store.remove(writer, key)).isTrue());

        assertThat(run("config-key import", dumped, "plain").stderr()).isEqualTo("imported " + all.size() + " keys");

        assertThat(store.prefix("").keySet()).isEqualTo(all.keySet());
        all.forEach((key, value) -> assertThat(store.get(key).orElseThrow()).as("seed %d, %s", seed, key)
                .isEqualTo(value));
    }

    @Test
    void whatCannotBeImportedIsRefusedByNameAndNothingIsWritten() throws Exception {
        store.set(writer, "b", new byte[]{-1});
        for (Map.Entry<String, String> bad : Map.of("{\"a\": \"1\", \"b\": 2}", "the value of 'b' is neither",
                "[1]", "not a JSON object", "{\"a\": ", "not JSON", "{\"a\": {\"base64\": \"?\"}}", "is not base64",
                "{\"a\": \"1\", \"\": \"x\"}", "nothing was imported",
                "{\"a\": \"1\", \"c\": \"" + "x".repeat(65_537) + "\"}", "65536",
                "", "not a JSON object").entrySet()) {
            HandleCommandResult result = run("config-key import", bad.getKey().getBytes(UTF_8), "plain");
            assertThat(result.retval()).isEqualTo(-Errno.EINVAL.number());
            assertThat(result.stderr()).startsWith("nothing was imported: ").contains(bad.getValue());
        }
        assertThat(run("config-key import", dump("plain"), "plain").stderr())
                .contains("the value of 'b' is '<<< binary blob of length 1 >>>'");
        assertThat(store.prefix("").keySet()).containsExactly("b");
    }

    @Test
    void importThatIsRefusedBeforeItsFirstKeyMayBeSentAgain() {
        writer.freeze();

        assertThatThrownBy(() -> run("config-key import", "{\"a\": \"1\", \"b\": \"2\"}".getBytes(UTF_8), "plain"))
                .isInstanceOf(FrozenException.class);
    }
}
