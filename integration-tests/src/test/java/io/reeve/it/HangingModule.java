package io.reeve.it;

import io.reeve.modulehost.testing.TestModuleJar;
import java.util.List;

/** A module that hangs somewhere, whatever interrupts it, until a file is there. */
enum HangingModule {
    COMMAND, NOTIFY, SERVE, START;

    static List<HangingModule> all() {
        return List.of(values());
    }

    String moduleName() {
        return switch (this) {
            case COMMAND -> "hang_command";
            case NOTIFY -> "hang_notify";
            case SERVE -> "hang_serve";
            case START -> "hang_start";
        };
    }

    /** @param over the file at which it ends */
    TestModuleJar jar(String over) {
        String hang = """
                private static void hang() {
                    while (!Files.exists(Path.of("%s"))) {
                        try {
                            Thread.sleep(50);
                        } catch (InterruptedException e) {
                            // that is what it is about
                        }
                    }
                }
                """.formatted(over);
        return switch (this) {
            case COMMAND -> TestModuleJar.module(moduleName(), hang + """
                    @CliCommand(value = "hang_command now", desc = "hang", perm = "r")
                    public HandleCommandResult hangNow() {
                        hang();
                        return HandleCommandResult.ok();
                    }
                    """);
            case NOTIFY -> TestModuleJar.module(moduleName(), hang + """
                    @Override
                    public void notify(NotifyType type, String id) {
                        hang();
                    }
                    """).spec(".withNotifyTypes(NotifyType.MGR_MAP, NotifyType.HEALTH, NotifyType.CLOG)");
            case SERVE -> TestModuleJar.module(moduleName(), hang + """
                    @Override
                    public void serve() {
                        hang();
                    }
                    """);
            case START -> TestModuleJar.module(moduleName(), hang).constructor("hang();");
        };
    }
}
