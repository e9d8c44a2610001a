package io.reeve.daemon.rehearsal;

import io.reeve.api.MgrModule;
import io.reeve.api.MgrStandbyModule;
import io.reeve.api.ModuleContext;
import io.reeve.api.ModuleOption;
import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;
import io.reeve.api.StandbyContext;
import io.reeve.api.command.CliArg;
import io.reeve.api.command.CliCommand;
import org.jspecify.annotations.Nullable;

/** The module of a rehearsal, in place of the cluster's modules, whose code does not run in one. */
public final class StandInModule extends MgrModule {
    static final String NAME = "standin";
    private static final String COUNT = "count";

    StandInModule(ModuleContext context) {
        super(context);
    }

    @Override
    public void serve() {
        log().debug("counts {}", count());
    }

    /** Counts, as a module's first command often reads an option and its store, and writes. */
    @CliCommand(value = "standin count", desc = "count once more", perm = "rw")
    String count(@CliArg(value = "word", required = false) @Nullable String word) {
        setStoreText(COUNT, Long.toString(count() + 1));
        return (word == null ? getModuleOption("word").asString() : word) + " " + count() + "\n";
    }

    private long count() {
        return getStoreText(COUNT).map(Long::parseLong).orElse(0L);
    }

    /** The standby class, which does nothing. */
    static final class OnStandby extends MgrStandbyModule {
        OnStandby(StandbyContext context) {
            super(context);
        }

        @Override
        public void serve() {
            log().debug("stands by");
        }
    }

    /** The provider, which the module's jar names. */
    public static final class Provider implements ModuleProvider {
        @Override
        public ModuleSpec spec() {
            return ModuleSpec.of(NAME, StandInModule.class, StandInModule::new)
                    .withStandby(OnStandby::new)
                    .withOptions(ModuleOption.str("word", "counted", "the word before the number"));
        }
    }
}
