using k8s.Models;
using UniBind.Grid.Silo;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Each manifest of each overlay fits the Kubernetes API, and is as closed as it says.</summary>
public sealed class ManifestTests
{
    private static readonly string[] Overlays = ["dev", "cpu", "gpu", "azure"];

    public static TheoryData<string> AllOverlays => [.. Overlays];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Manifests.Root, "*.yaml", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "kustomization.yaml").Select(f => Path.GetRelativePath(Manifests.Root, f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Any_FitsTheKubernetesApi(string file) => Assert.NotEmpty(Manifests.Read(File.ReadAllText(Path.Combine(Manifests.Root, file))));

    [Theory]
    [InlineData("replicas: 2", "replicsa: 2")]
    [InlineData("replicas: 2", "replicas: two")]
    [InlineData("kind: Deployment", "kind: Deploymnet")]
    [InlineData("terminationGracePeriodSeconds: 90", "terminationGracePeriod: 90")]
    public void File_WithAMistake_IsFound(string right, string wrong)
    {
        var text = File.ReadAllText(Path.Combine(Manifests.Root, "base/gateway.yaml"));
        Assert.Contains(right, text);
        Assert.ThrowsAny<Exception>(() => Manifests.Read(text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Kustomizations_Everywhere_NameFilesThatAreThere()
    {
        var files = Directory.GetFiles(Manifests.Root, "kustomization.yaml", SearchOption.AllDirectories);
        Assert.Equal(1 + 3 + Overlays.Length, files.Length);
        foreach (var file in files)
        {
            using var reader = File.OpenText(file);
            var root = ComposeFile.ReadYaml(reader);
            var named = ComposeFile.Words(root["resources"]).Concat(ComposeFile.Words(root["components"])).Concat((root["patches"]?.AsArray() ?? []).Select(p => (string)p!["path"]!));
            Assert.All(named, n => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, n)), $"{file}: {n}"));
        }
    }

    [Theory]
    [MemberData(nameof(AllOverlays))]
    public async Task Overlay_Pods_AreRestricted(string overlay)
    {
        var objects = await Manifests.BuildAsync(overlay);
        Assert.Equal(overlay == "dev" ? 4 : 3, Manifests.Pods(objects).Count());
        foreach (var pod in Manifests.Pods(objects).Select(p => p.Spec))
        {
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.True(pod.HostNetwork is null or false);
            var container = Assert.Single(pod.Containers);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.NotNull(container.Resources.Requests["cpu"]);
            Assert.Equal(container.Name == "unibind", container.Resources.Requests["memory"].ToString() == container.Resources.Limits["memory"].ToString());
            Assert.Matches(@":\d+\.\d+", container.Image);
        }
        Assert.DoesNotContain(objects, o => o is V1Secret or V1Role or V1ClusterRole or V1RoleBinding or V1ClusterRoleBinding);
        Assert.All(objects.OfType<k8s.IKubernetesObject<V1ObjectMeta>>().Where(o => o is not V1Namespace), o => Assert.Equal("unibind", o.Metadata.NamespaceProperty));
    }

    [Theory]
    [MemberData(nameof(AllOverlays))]
    public async Task Overlay_Silos_DrainInTime(string overlay)
    {
        var longest = ClusterSiloOptions.DefaultDrain + new ClusterSiloOptions { Silo = new GridSiloOptions() }.StopTimeout;
        foreach (var silo in (await Manifests.BuildAsync(overlay)).OfType<V1Deployment>())
        {
            Assert.True(TimeSpan.FromSeconds(silo.Spec.Template.Spec.TerminationGracePeriodSeconds!.Value) > longest, $"a silo takes up to {longest}");
            var onGpu = overlay == "gpu" && silo.Metadata.Name == "unibind-encoder";
            Assert.Equal(onGpu ? "1" : "0", silo.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
            Assert.Equal(onGpu ? "0" : "1", silo.Spec.Strategy.RollingUpdate.MaxSurge.Value);
            Assert.True(silo.Spec.MinReadySeconds > 0);
            var container = silo.Spec.Template.Spec.Containers[0];
            Assert.Equal(onGpu, container.Resources.Limits.ContainsKey("nvidia.com/gpu"));
            Assert.Equal(onGpu, silo.Spec.Template.Spec.Tolerations?.Any(t => t.Key == "nvidia.com/gpu") ?? false);
            // Out of the service's endpoints before the drain is over.
            var ready = container.ReadinessProbe;
            Assert.True(TimeSpan.FromSeconds((ready.PeriodSeconds!.Value * ready.FailureThreshold!.Value)) < ClusterSiloOptions.DefaultDrain);
            Assert.Equal("/health/ready", ready.HttpGet.Path);
            Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
            Assert.NotNull(container.StartupProbe);
            Assert.Equal("$(POD_IP)", container.Env.Single(e => e.Name == "UNIBIND_ADVERTISE").Value);
            Assert.NotNull(container.Env.Single(e => e.Name == "UNIBIND_CLUSTER").ValueFrom.SecretKeyRef);
            // A variable is put into another one only behind it.
            Assert.True(container.Env.ToList().FindIndex(e => e.Name == "POD_IP") < container.Env.ToList().FindIndex(e => e.Name == "UNIBIND_ADVERTISE"));
        }
    }

    [Theory]
    [MemberData(nameof(AllOverlays))]
    public async Task Overlay_Network_KeepsOrleansPortsInside(string overlay)
    {
        var objects = await Manifests.BuildAsync(overlay);
        var policies = objects.OfType<V1NetworkPolicy>().ToArray();
        Assert.Contains(policies, p => p.Spec.PodSelector.MatchLabels is null && p.Spec.Ingress is null && p.Spec.PolicyTypes.Contains("Ingress"));
        var orleans = policies.Where(p => p.Spec.Ingress?.Any(r => r.Ports is null || r.Ports.Any(port => port.Port is null || port.Port.Value is "silo" or "orleans" or "11111" or "30000")) ?? false).ToArray();
        var from = Assert.Single(Assert.Single(Assert.Single(orleans).Spec.Ingress).FromProperty);
        Assert.Null(from.NamespaceSelector);
        Assert.Null(from.IpBlock);
        Assert.Equal("unibind", from.PodSelector.MatchLabels["app.kubernetes.io/name"]);
        var service = objects.OfType<V1Service>().Single(s => s.Metadata.Name == "unibind");
        Assert.Equal("ClusterIP", service.Spec.Type);
        Assert.Equal("http", Assert.Single(service.Spec.Ports).TargetPort.Value);
    }

    [Theory]
    [MemberData(nameof(AllOverlays))]
    public async Task Overlay_Selectors_FindTheirPods(string overlay)
    {
        var objects = await Manifests.BuildAsync(overlay);
        var deployments = objects.OfType<V1Deployment>().ToArray();
        Assert.All(deployments, d => Assert.True(Matches(d.Spec.Selector.MatchLabels, d.Spec.Template)));
        Assert.Equal(3, objects.OfType<V1PodDisruptionBudget>().Count());
        Assert.All(objects.OfType<V1PodDisruptionBudget>(), p => Assert.Single(deployments, d => Matches(p.Spec.Selector.MatchLabels, d.Spec.Template)));
        Assert.All(objects.OfType<V1Service>(), s => Assert.Single(Manifests.Pods(objects), p => Matches(s.Spec.Selector, p)));
        Assert.All(objects.OfType<V2HorizontalPodAutoscaler>(), h => Assert.Contains(deployments, d => d.Metadata.Name == h.Spec.ScaleTargetRef.Name));
        Assert.Equal(overlay == "dev" ? 0 : 1, objects.OfType<V2HorizontalPodAutoscaler>().Count());
    }

    private static bool Matches(IDictionary<string, string> selector, V1PodTemplateSpec pod) => selector.All(s => pod.Metadata.Labels.TryGetValue(s.Key, out var value) && value == s.Value);
}
