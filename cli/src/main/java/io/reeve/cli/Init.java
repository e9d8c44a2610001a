package io.reeve.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command {@code reeve init}, which needs no manager: it writes a first configuration. */
final class Init {
    private final OutputStream out;
    private final @Nullable TypedAnswers answers;

    /** @param answers what to ask for values that no option gives; null if nobody can be asked */
    Init(OutputStream out, @Nullable TypedAnswers answers) {
        this.out = out;
        this.answers = answers;
    }

    /** Writes all files or none. @return the exit code */
    int run(CommandLineOptions given) throws CliException, IOException {
        Map<String, String> values = InitOptions.read(given);
        if (answers != null) {
            answers.complete(values);
        }
        InitPlan plan = InitPlan.of(values);
        Map<String, String> files = switch (plan.form()) {
            case FILES -> ConfigFiles.of(plan);
            case SYSTEMD -> UnitFiles.of(plan);
            case COMPOSE -> ComposeFile.of(plan);
        };
        List<String> written = new NewFiles(plan.output(), plan.force()).write(files);
        out.write(new InitSummary(plan).of(files.keySet(), written).getBytes(StandardCharsets.UTF_8));
        out.flush();
        return 0;
    }
}
