package io.reeve.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/** The questions of {@code reeve init} at a terminal, each repeated until its answer is right. Confined to one thread. */
final class TypedAnswers {
    private final BufferedReader in;
    private final PrintStream err;

    /** @param err where the questions are shown, as standard output is for the result */
    TypedAnswers(InputStream in, PrintStream err) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.err = err;
    }

    /** Asks for what is missing, except for what has a default. */
    void complete(Map<String, String> values) throws CliException, IOException {
        ask(values, InitOptions.MANAGERS, "Managers, as NAME@HOST with commas between", "a,b,c", ManagerPlace::list);
        ask(values, InitOptions.FORM, "Form: " + InitForm.names(), InitForm.FILES.word(), InitForm::of);
        boolean compose = InitForm.COMPOSE.word().equals(values.get(InitOptions.FORM));
        if (!compose) {
            ask(values, InitOptions.ZOOKEEPER, "ZooKeeper servers, as HOST:PORT with commas between", "127.0.0.1:2181",
                    InitPlan::servers);
        }
        ask(values, InitOptions.OUTPUT, "Folder for the files", "reeve-config", InitPlan::folder);
    }

    private void ask(Map<String, String> values, String option, String question, String usual,
            Function<String, ?> check)
            throws CliException, IOException {
        while (!values.containsKey(option)) {
            err.print(question + " [" + usual + "]: ");
            err.flush();
            String typed = in.readLine();
            if (typed == null) {
                throw new CliException(CliException.USAGE,
                        "init: nothing is written: the input ended before " + option + " was known");
            }
            String answer = typed.isBlank() ? usual : typed.strip();
            try {
                Object _ = check.apply(answer);
                values.put(option, answer);
            } catch (IllegalArgumentException e) {
                err.println(e.getMessage());
            }
        }
    }
}
