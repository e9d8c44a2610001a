package io.reeve.cli;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The search for all managers: those that the user named, and those that any of them knows. A manager is one process, by its
 * name and number, under however many URLs it answers. For one use and one thread.
 */
final class NodeSearch {
    private final Http http;
    private final ManagerUrls managers;
    private final boolean named;
    /** The managers that answered, by name and number. */
    private final Map<Identity, KnownNode> answered = new LinkedHashMap<>();
    /** The managers that others tell of, with the URL that they tell. */
    private final Map<Identity, String> told = new LinkedHashMap<>();
    private final Map<URI, String> silent = new LinkedHashMap<>();

    private record Identity(String name, long gid) {}

    /** @param named whether the user named the managers; if not, silence at a default URL means nothing */
    NodeSearch(Http http, ManagerUrls managers, boolean named) {
        this.http = http;
        this.managers = managers;
        this.named = named;
    }

    /** All managers, those that answered first. */
    List<KnownNode> find() throws InterruptedException {
        List<URI> given = managers.inOrder();
        Set<URI> asked = new HashSet<>();
        Deque<URI> toAsk = new ArrayDeque<>(given);
        while (!toAsk.isEmpty()) {
            URI url = toAsk.remove();
            if (asked.add(url)) {
                ask(url);
                toAsk.addAll(managers.inOrder());
            }
        }
        List<KnownNode> all = new ArrayList<>(answered.values());
        Set<URI> explained = new HashSet<>();
        told.forEach((who, url) -> {
            if (!answered.containsKey(who)) {
                all.add(new KnownNode(who.name(), who.gid(), null, List.of(url + ": " + whySilent(url, explained))));
            }
        });
        silent.forEach((url, why) -> {
            if (!explained.contains(url) && (named ? given.contains(url) : answered.isEmpty())) {
                all.add(new KnownNode(url.toString(), 0, null, List.of(url + ": " + why)));
            }
        });
        return all;
    }

    private String whySilent(String url, Set<URI> explained) {
        for (Map.Entry<URI, String> one : silent.entrySet()) {
            if (sameUrl(one.getKey(), url)) {
                explained.add(one.getKey());
                return one.getValue();
            }
        }
        return "it is not a URL that can be asked, or another manager answers there";
    }

    private static boolean sameUrl(URI asked, String told) {
        return asked.toString().equals(told.endsWith("/") ? told : told + "/");
    }

    private void ask(URI url) throws InterruptedException {
        HttpOutcome outcome;
        try {
            outcome = http.get(url.resolve("api/mgr")).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is a value", e);
        }
        switch (outcome) {
            case HttpOutcome.NotSent(URI _, String why) -> silent.put(url, why);
            case HttpOutcome.Lost(URI _, String why) -> silent.put(url, why);
            case HttpOutcome.Answered(URI _, int code, _, byte[] body) -> {
                if (code == 200) {
                    read(url, body);
                } else {
                    silent.put(url, "it answers " + code + ": is it a manager?");
                }
            }
        }
    }

    private void read(URI url, byte[] body) {
        try {
            Map<String, Object> map = Json.read(body);
            Map<?, ?> self = map.get("self") instanceof Map<?, ?> m ? m : Map.of();
            if (!(self.get("name") instanceof String name)) {
                throw new IllegalArgumentException("it does not say its name");
            }
            Identity who = new Identity(name, number(self.get("gid")));
            answered.putIfAbsent(who, new KnownNode(name, who.gid(), url, List.of()));
            learn(Json.text(map, "active_name"), map.get("active_gid"), Json.text(map, "active_url"));
            if (map.get("standbys") instanceof List<?> standbys) {
                for (Object one : standbys) {
                    if (one instanceof Map<?, ?> s && s.get("name") instanceof String other
                            && s.get("url") instanceof String there) {
                        learn(other, s.get("gid"), there);
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            silent.put(url, "its answer makes no sense: " + e.getMessage());
        }
    }

    private void learn(String name, @Nullable Object gid, String url) {
        if (!name.isEmpty() && !url.isEmpty()) {
            told.putIfAbsent(new Identity(name, number(gid)), url);
            managers.learn(url);
        }
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
