using System.Diagnostics;
using k8s;
using k8s.Models;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>The manifests of k8s/, read into the models that are made of the Kubernetes OpenAPI document; what these do not know is an error.</summary>
internal static class Manifests
{
    public static string Root { get; } = Path.Combine(Repository.Root, "k8s");

    /// <summary>Reads the documents of a YAML text strictly.</summary>
    /// <exception cref="Exception">A kind, a member or a type that Kubernetes does not have.</exception>
    public static object[] Read(string yaml) => [.. KubernetesYaml.LoadAllFromString(yaml, null, strict: true)];

    /// <summary>What kustomize makes of an overlay; skips the calling test where there is no kubectl.</summary>
    public static async Task<object[]> BuildAsync(string overlay)
    {
        var info = new ProcessStartInfo(Tools.Require("kubectl")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "kustomize", Path.Combine(Root, "overlays", overlay) })
            info.ArgumentList.Add(argument);
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return Read(output);
    }

    public static IEnumerable<V1PodTemplateSpec> Pods(IEnumerable<object> objects) =>
        objects.OfType<V1Deployment>().Select(d => d.Spec.Template).Concat(objects.OfType<V1StatefulSet>().Select(s => s.Spec.Template));
}
