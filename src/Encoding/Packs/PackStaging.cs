using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>The folder in which a new pack is put together, beside the place where it will be.</summary>
internal sealed class PackStaging
{
    private readonly string _target;
    private readonly PackFolder _files;

    public PackStaging(string target)
    {
        _target = target;
        Folder = Directory.CreateDirectory(FormattableString.Invariant($"{target}.new-{Guid.NewGuid():N}")).FullName;
        _files = new PackFolder(Folder);
    }

    /// <summary>Where the pack is for now.</summary>
    public string Folder { get; }

    /// <summary>Copies the files and writes the manifest, with padding still to be measured.</summary>
    /// <exception cref="PackException">A file is missing, or a choice is not clear.</exception>
    public PackManifest Fill(PackRequest request, PackLoadOptions load)
    {
        var source = Path.GetDirectoryName(Path.GetFullPath(request.ModelPath))!;
        var model = Copy(source, Path.GetFileName(request.ModelPath));
        var files = new SortedDictionary<string, PackFile>(StringComparer.Ordinal);
        foreach (var location in External(request.ModelPath))
            files[location] = Copy(source, location);

        var resources = request.ResourceFolder ?? source;
        var profile = CreateProfile(request, load, name =>
        {
            files[name] = Copy(resources, name);
            return File.OpenRead(Path.Combine(Folder, name));
        });
        var encoder = Describe(request, profile, model, [.. files.Values]);
        var manifest = new PackManifest
        {
            Name = request.Name ?? NameOf(_target),
            Version = request.Version,
            Description = request.Description,
            Licence = request.Licence,
            Encoders = new Dictionary<Modality, EncoderManifest> { [request.Modality] = encoder },
        };
        Write(manifest, PaddingMode.Auto);
        return manifest;
    }

    /// <summary>Writes the manifest, with the padding that was measured.</summary>
    public void Write(PackManifest manifest, PaddingMode padding)
    {
        var encoders = manifest.Encoders.ToDictionary(e => e.Key, e => e.Value with { Batch = e.Value.Batch with { Padding = padding } });
        File.WriteAllBytes(Path.Combine(Folder, EncoderPack.ManifestName), [.. PackManifestWriter.Write(manifest with { Encoders = encoders }, indented: true).Span, (byte)'\n']);
    }

    /// <summary>Moves the pack to its place.</summary>
    public void Publish() => Directory.Move(Folder, _target);

    /// <summary>Deletes what was not published.</summary>
    public void Discard()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A pack's name from its folder's: lower case, with '-' for what a name must not hold.</summary>
    private static string NameOf(string folder)
    {
        var name = Path.GetFileName(folder).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-');
        return string.Concat(name).Trim('-', '.', '_') is { Length: > 0 } trimmed ? trimmed : "pack";
    }

    private EncoderManifest Describe(PackRequest request, IPreprocessingProfile profile, PackFile model, IReadOnlyList<PackFile> files)
    {
        var modelPath = Path.Combine(Folder, model.Path);
        PackModelCheck.Read(Folder, "$.encoders." + request.Modality.Name(), model.Path, modelPath, [.. files.Select(f => f.Path)]); // before it is opened
        using var session = new OnnxSession(modelPath, PackVerifier.Checked(null));
        var inputs = SignatureMatcher.Inputs(profile.Outputs, session.Signature, request.Inputs);
        var output = SignatureMatcher.Output(session.Signature, request.Output);
        return new EncoderManifest
        {
            Model = model,
            Files = files,
            Preprocessing = new PackPreprocessing(request.Profile, request.Options),
            Inputs = inputs,
            Output = new EncoderOutput(output.Name, request.Dimension ?? DimensionOf(output), request.Kind),
        };
    }

    private static int DimensionOf(ModelTensor output) =>
        output.Shape is { Count: > 1 } shape && shape.Skip(1).All(d => d >= 0)
            ? (int)shape.Skip(1).Aggregate(1L, (a, d) => a * d)
            : throw new PackException($"The model does not tell how many numbers a row of its output {output} has. Say it with --dimension N.");

    private static IPreprocessingProfile CreateProfile(PackRequest request, PackLoadOptions load, Func<string, Stream> open)
    {
        try
        {
            return load.CreateProfile(request.Profile, new ProfileContext { Options = request.Options, Limits = load.Limits, OpenResource = open });
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ItemException)
        {
            throw new PackException($"The preprocessing does not work: {e.Message}", e);
        }
    }

    private static IReadOnlyCollection<string> External(string modelPath)
    {
        try
        {
            return OnnxModelFile.Read(modelPath).ExternalFiles;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new PackException($"'{modelPath}' is no ONNX model that can be read: {e.Message}.", e);
        }
    }

    private PackFile Copy(string folder, string path)
    {
        if (PackFolder.Fault(path) is { } fault)
            throw new PackException($"The file '{path}' cannot become part of the pack: {fault}");
        var source = Path.Combine(folder, path);
        if (!File.Exists(source))
            throw new PackException($"There is no file '{path}' in '{folder}', which the model or its profile needs.");
        var target = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target, overwrite: true);
        return new PackFile(path, _files.Sha256(target, "$.encoders"));
    }
}
