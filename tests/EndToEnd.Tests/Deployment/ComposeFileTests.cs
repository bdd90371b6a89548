using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using UniBind.Grid.Silo;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>docker-compose.yml is valid, and as closed as it says.</summary>
public sealed class ComposeFileTests
{
    private static readonly ComposeFile Compose = ComposeFile.Read();

    public static TheoryData<string> Services => [.. Compose.Services.Keys];

    [Fact]
    public async Task Schema_WholeFile_IsValid() => Assert.Empty(await ValidateAsync(Compose.Root));

    [Theory]
    [InlineData("ports", "8080")]
    [InlineData("read_onyl", "true")]
    [InlineData("depends_on", "{\"redis\": {\"condition\": \"service_happy\"}}")]
    public async Task Schema_WrongMember_IsFound(string member, string json)
    {
        var root = Compose.Root.DeepClone().AsObject();
        root["services"]!["gateway"]![member] = JsonNode.Parse(json);

        Assert.NotEmpty(await ValidateAsync(root));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Any_IsConfined(string name)
    {
        var service = Compose.Services[name];
        Assert.True((bool?)service["read_only"], "its root can be written");
        Assert.Equal(["ALL"], ComposeFile.Words(service["cap_drop"]));
        Assert.Contains("no-new-privileges:true", ComposeFile.Words(service["security_opt"]));
        var limits = service["deploy"]!["resources"]!["limits"]!;
        Assert.NotNull(limits["memory"]);
        Assert.NotNull(limits["cpus"]);
        Assert.DoesNotContain("latest", (string)service["image"]!);
        Assert.Matches(@":v?\d+\.\d+", (string)service["image"]!);
        Assert.NotEqual("true", service["privileged"]?.ToString());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Ports_AreOnLoopbackAndNeverOrleans(string name)
    {
        foreach (var port in ComposeFile.Words(Compose.Services[name]["ports"]))
        {
            Assert.StartsWith("127.0.0.1:", port);
            Assert.DoesNotContain(port.Split(':')[^1], new[] { "11111", "30000", "6379" });
        }
        if (Compose.Silos.ContainsKey(name))
            Assert.Equal(name == "gateway" ? ["127.0.0.1:8080:8080"] : [], ComposeFile.Words(Compose.Services[name]["ports"]));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_DependsOn_WaitsForHealth(string name)
    {
        foreach (var (needed, how) in Compose.Services[name]["depends_on"]?.AsObject() ?? [])
        {
            Assert.Equal("service_healthy", (string)how!["condition"]!);
            Assert.NotNull(Compose.Services[needed]["healthcheck"]);
        }
    }

    [Fact]
    public void Secrets_Everywhere_ComeFromTheEnvironment()
    {
        var values = Compose.Services.Values.SelectMany(s => s["environment"]?.AsObject().ToArray() ?? []).ToArray();
        var secrets = values.Where(v => v.Key.Contains("PASSWORD", StringComparison.Ordinal) || v.Key.EndsWith("AUTH", StringComparison.Ordinal)).Append(values.First(v => v.Key == "UNIBIND_CLUSTER")).ToArray();
        Assert.Equal(3, secrets.Length);
        Assert.All(secrets, s => Assert.Matches(@"\$\{[A-Z_]+:\?", s.Value!.ToString()));
        Assert.Contains(".env", File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore")));
    }

    [Fact]
    public void Silos_Stop_GetTheTimeTheyTake()
    {
        Assert.Equal(["coordinator", "encoder-1", "encoder-2", "gateway"], Compose.Silos.Keys.Order());
        var longest = ClusterSiloOptions.DefaultDrain + new ClusterSiloOptions { Silo = new GridSiloOptions() }.StopTimeout;
        Assert.All(Compose.Silos.Values, silo => Assert.True(Seconds((string)silo["stop_grace_period"]!) > longest, $"a silo takes up to {longest}"));
    }

    [Fact]
    public void Mounts_OfTheCheckout_AreThere()
    {
        var mounts = Compose.Services.Values.SelectMany(s => ComposeFile.Words(s["volumes"])).Where(v => v.StartsWith("./", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(mounts);
        Assert.All(mounts, m => Assert.True(Path.Exists(Path.Combine(Repository.Root, m.Split(':')[0])), m));
        Assert.All(mounts, m => Assert.EndsWith(":ro", m));
        var datasource = ComposeFile.ReadYaml(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/provisioning/datasources/prometheus.yaml"))));
        Assert.Equal("http://prometheus:9090", (string)datasource["datasources"]![0]!["url"]!);
        var scraped = ComposeFile.ReadYaml(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "deploy/prometheus/prometheus.yml"))))["scrape_configs"]![0]!["static_configs"]![0]!["targets"];
        Assert.Equal(Compose.Silos.Keys.Select(s => s + ":8080").Order(), ComposeFile.Words(scraped).Order());
    }

    [Fact]
    public void Telemetry_EachSignal_GoesOneWay()
    {
        var collector = Yaml("deploy/collector/config.yaml");
        var pipelines = collector["service"]!["pipelines"]!.AsObject();
        Assert.Equal(["logs", "traces"], pipelines.Select(p => p.Key).Order());
        foreach (var part in new[] { "receivers", "processors", "exporters" })
        {
            var used = pipelines.SelectMany(p => ComposeFile.Words(p.Value![part])).Distinct().Order();
            Assert.Equal(collector[part]!.AsObject().Select(d => d.Key).Order(), used);
        }
        // Prometheus counts what it finds at two places twice.
        var jobs = Yaml("deploy/prometheus/prometheus.yml")["scrape_configs"]!.AsArray();
        Assert.Equal("unibind", (string)Assert.Single(jobs)!["job_name"]!);
    }

    private static JsonObject Yaml(string path)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, path));
        return ComposeFile.ReadYaml(reader).AsObject();
    }

    private static async Task<string[]> ValidateAsync(JsonObject file)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "tests/Shared/Schemas/compose-spec.json"), TestContext.Current.CancellationToken);
        return [.. schema.Validate(file.ToJsonString()).Select(e => e.ToString())];
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(int.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));
}
