package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manifests against the schema of Kubernetes: the models of its Java client, which are generated from it, know all fields
 * of each object, which ones are required, and their types. No cluster is asked.
 */
class KubernetesTest {
    private static final Path FOLDER = Docker.ROOT.resolve("src/main/kubernetes");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Gson GSON = new GsonBuilder().registerTypeAdapter(OffsetDateTime.class,
            (JsonDeserializer<OffsetDateTime>) (json, _, _) -> OffsetDateTime.parse(json.getAsString())).create();

    /** Checks one object: throws if a field is unknown, missing or of a wrong type. */
    private interface Schema {
        void check(JsonElement object) throws IOException;
    }

    private record Kind<T>(Class<T> model, Schema fields) {
        void check(JsonNode object) throws IOException {
            JsonElement json = JsonParser.parseString(object.toString());
            fields.check(json);
            assertThat(GSON.fromJson(json, model)).isNotNull();
        }
    }

    private static final Map<String, Kind<?>> KINDS = Map.of("v1 ConfigMap",
            new Kind<>(V1ConfigMap.class, V1ConfigMap::validateJsonElement), "v1 Service",
            new Kind<>(V1Service.class, V1Service::validateJsonElement), "v1 ServiceAccount",
            new Kind<>(V1ServiceAccount.class, V1ServiceAccount::validateJsonElement), "apps/v1 StatefulSet",
            new Kind<>(V1StatefulSet.class, V1StatefulSet::validateJsonElement), "apps/v1 Deployment",
            new Kind<>(V1Deployment.class, V1Deployment::validateJsonElement), "policy/v1 PodDisruptionBudget",
            new Kind<>(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
            "rbac.authorization.k8s.io/v1 Role", new Kind<>(V1Role.class, V1Role::validateJsonElement),
            "rbac.authorization.k8s.io/v1 RoleBinding",
            new Kind<>(V1RoleBinding.class, V1RoleBinding::validateJsonElement),
            "networking.k8s.io/v1 NetworkPolicy",
            new Kind<>(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement), "networking.k8s.io/v1 Ingress",
            new Kind<>(V1Ingress.class, V1Ingress::validateJsonElement));

    @Test
    void everyObjectFitsTheSchema() throws Exception {
        List<JsonNode> objects = objects();
        assertThat(objects).hasSizeGreaterThan(8);
        for (JsonNode object : objects) {
            check(object);
        }
    }

    @Test
    void aMisspeltFieldAWrongTypeAndAMissingOneAreFound() {
        String start = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: ";
        for (String spec : List.of("{ports: [{port: 1, protocoll: TCP}]}", "{ports: [{port: http}]}",
                "{ports: [{name: http}]}", "{ports: 1}", "{selectors: {}}")) {
            assertThatThrownBy(() -> check(YAML.readTree(start + spec))).as(spec)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private static void check(JsonNode object) throws IOException {
        String kind = object.path("apiVersion").asText() + " " + object.path("kind").asText();
        Objects.requireNonNull(KINDS.get(kind), kind).check(object);
    }

    @Test
    void selectorsFindTheManagersAndPortsHaveTheirNames() throws Exception {
        JsonNode template = one("StatefulSet", "reeve").at("/spec/template");
        List<String> ports = template.at("/spec/containers/0/ports").findValuesAsText("name");
        for (String service : List.of("reeve", "reeve-managers")) {
            JsonNode spec = one("Service", service).get("spec");
            assertThat(template.at("/metadata/labels")).isEqualTo(spec.get("selector"));
            assertThat(ports).containsAll(spec.get("ports").findValuesAsText("targetPort"));
        }
        assertThat(one("PodDisruptionBudget", "reeve").at("/spec/selector/matchLabels"))
                .isEqualTo(template.at("/metadata/labels"));
        assertThat(one("Service", one("StatefulSet", "reeve").at("/spec/serviceName").asText()).at("/spec/clusterIP")
                .asText()).isEqualTo("None");
    }

    @Test
    void theNetworkPolicyAndTheIngressNameThePortsAndTheServiceThatAreThere() throws Exception {
        JsonNode template = one("StatefulSet", "reeve").at("/spec/template");
        JsonNode policy = one("NetworkPolicy", "reeve").get("spec");
        assertThat(policy.at("/podSelector/matchLabels")).isEqualTo(template.at("/metadata/labels"));
        assertThat(policy.get("ingress").findValuesAsText("port")).containsExactlyInAnyOrderElementsOf(
                template.at("/spec/containers/0/ports").findValuesAsText("name"));
        JsonNode backend = one("Ingress", "reeve").at("/spec/rules/0/http/paths/0/backend/service");
        assertThat(one("Service", backend.get("name").asText()).at("/spec/ports").findValuesAsText("name"))
                .contains(backend.at("/port/name").asText());
        String host = one("Ingress", "reeve").at("/spec/rules/0/host").asText();
        JsonNode settings = one("ConfigMap", "reeve").get("data");
        assertThat(settings.get("REEVE_ALLOWED_HOSTS").asText().split(",")).contains(host);
        assertThat(settings.get("REEVE_ALLOW_ORIGIN").asText().split(",")).contains("https://" + host);
    }

    @Test
    void noUserIdIsFixedAndADrainedMachineIsNotHeldUpByPodsThatAreNotReady() throws Exception {
        JsonNode pod = one("StatefulSet", "reeve").at("/spec/template/spec");
        assertThat(pod.findValues("runAsUser")).isEmpty();
        assertThat(pod.findValues("fsGroup")).isEmpty();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(one("PodDisruptionBudget", "reeve").at("/spec/unhealthyPodEvictionPolicy").asText())
                .isEqualTo("AlwaysAllow");
    }

    @Test
    void readinessDoesNotMeanLeadership() throws Exception {
        JsonNode manager = one("StatefulSet", "reeve").at("/spec/template/spec/containers/0");
        assertThat(manager.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(manager.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    }

    @Test
    void everySettingIsATextAndOneThatTheManagerKnows() throws Exception {
        TreeSet<String> set = new TreeSet<>();
        one("ConfigMap", "reeve").get("data").properties().forEach(entry -> {
            assertThat(entry.getValue().isTextual()).as(entry.getKey()).isTrue();
            set.add(entry.getKey());
        });
        set.addAll(one("StatefulSet", "reeve").at("/spec/template/spec/containers/0/env").findValuesAsText("name"));
        Path help = Files.createTempFile("reeved", ".help");
        assertThat(Product.reeved(help, "run", "--help").waitFor()).isZero();
        for (String variable : set) {
            String option = "--" + variable.substring("REEVE_".length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-');
            assertThat(help).content().contains(option + "=");
        }
        Files.delete(help);
    }

    private static JsonNode one(String kind, String name) throws IOException {
        return objects().stream()
                .filter(object -> object.get("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> objects() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(FOLDER)) {
            files = walk.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
        List<JsonNode> objects = new ArrayList<>();
        for (Path file : files) {
            try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                objects.addAll(documents.readAll());
            }
        }
        return objects;
    }
}
