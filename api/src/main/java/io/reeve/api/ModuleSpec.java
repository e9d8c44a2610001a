package io.reeve.api;

import io.reeve.api.command.CommandDescriptor;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a module without running it.
 *
 * {@snippet :
 * return ModuleSpec.of("hello", HelloModule.class, HelloModule::new)
 *         .withStandby(HelloStandby::new)
 *         .withOptions(ModuleOption.str("greeting", "Hello", "how to greet"));
 * }
 *
 * @param name        lower case letters, digits, {@code _} and {@code -}, starting with a letter
 * @param moduleClass the class, whose {@code @CliCommand} methods are commands
 * @param module      makes an instance
 * @param standby     makes an instance of the standby class; null if there is none
 * @param options     what can be set
 * @param commands    the commands beside the annotated ones
 * @param notifyTypes what the module wants to hear of
 * @param canRun      whether it can run on this manager; asked once, when the jar is loaded
 */
public record ModuleSpec(String name, Class<? extends MgrModule> moduleClass,
        Function<ModuleContext, ? extends MgrModule> module,
        @Nullable Function<StandbyContext, ? extends MgrStandbyModule> standby, List<ModuleOption> options,
        List<CommandDescriptor> commands, Set<NotifyType> notifyTypes, Supplier<CanRun> canRun) {

    public ModuleSpec {
        if (!name.matches("[a-z][a-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException("module name '" + name
                    + "' is not usable: use 1 to 64 lower case letters, digits, _ and -, starting with a letter");
        }
        options = List.copyOf(options);
        commands = List.copyOf(commands);
        notifyTypes = Set.copyOf(notifyTypes);
    }

    /** A module without options, standby class or notifications. */
    public static <M extends MgrModule> ModuleSpec of(String name, Class<M> type, Function<ModuleContext, M> module) {
        return new ModuleSpec(name, type, module, null, List.of(), List.of(), Set.of(), () -> CanRun.YES);
    }

    /** The same with a standby class. */
    public ModuleSpec withStandby(Function<StandbyContext, ? extends MgrStandbyModule> maker) {
        return new ModuleSpec(name, moduleClass, module, maker, options, commands, notifyTypes, canRun);
    }

    /** The same with these options. */
    public ModuleSpec withOptions(ModuleOption... all) {
        return new ModuleSpec(name, moduleClass, module, standby, List.of(all), commands, notifyTypes, canRun);
    }

    /** The same with these commands, which {@link MgrModule#handleCommand} answers. */
    public ModuleSpec withCommands(CommandDescriptor... all) {
        return new ModuleSpec(name, moduleClass, module, standby, options, List.of(all), notifyTypes, canRun);
    }

    /** The same, hearing of these. */
    public ModuleSpec withNotifyTypes(NotifyType... all) {
        return new ModuleSpec(name, moduleClass, module, standby, options, commands, Set.of(all), canRun);
    }

    /** The same with a test of what it needs. */
    public ModuleSpec withCanRun(Supplier<CanRun> test) {
        return new ModuleSpec(name, moduleClass, module, standby, options, commands, notifyTypes, test);
    }
}
