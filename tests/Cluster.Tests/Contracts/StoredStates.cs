using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>One example of each state that grains store, with every property set.</summary>
internal static class StoredStates
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 14, 30, 0, TimeSpan.Zero);
    private static readonly string Hash = new('a', 64);

    public static object Get(string name) => name switch
    {
        "job" => new JobGrainState
        {
            Spec = new JobSpec
            {
                Source = "/data/photos",
                Output = "az://account/container/out",
                Space = "digits@7",
                Limit = 1000,
                Modalities = [Modality.Image, Modality.Event],
                LongText = "chunks",
                Sink = "npy",
                IgnoreManifest = true,
                PackSha256 = Hash,
                RealignFrom = "/data/earlier",
                NoRaw = true,
                Since = "/data/since",
                Append = true,
                NoCache = true,
                Priority = JobPriority.High,
                MaxErrors = 0.25,
                Confine = ["/data"],
            },
            PackSha256 = Hash,
            Epoch = 3,
            SubmittedAt = Time,
            EndedAt = Time.AddHours(1),
            Progress = new JobProgress
            {
                JobId = "nightly",
                State = JobState.Done,
                Listed = 100,
                ListingComplete = true,
                Embedded = 60,
                DeadLettered = 3,
                Filtered = 7,
                Rows = 90,
                ItemsPerSecond = 12.5,
                Remaining = TimeSpan.FromSeconds(9),
                Elapsed = TimeSpan.FromMinutes(2),
                Modalities = [new ModalityProgress(Modality.Image, 80, 60, 3, 12.5) { Reused = 1, Carried = 2, Duplicate = 4 }],
                Workers = 2,
                Message = "done",
                Output = "az://account/container/out",
                Reused = 10,
                Carried = 15,
                Duplicate = 5,
            },
            EarlierRuns = TimeSpan.FromMinutes(5),
            SpaceSha256 = Hash,
            Space = "digits@7",
        },
        "jobs" => new JobIndexState
        {
            Jobs =
            {
                ["nightly"] = new JobSummary
                {
                    JobId = "nightly",
                    State = JobState.Failed,
                    Source = "/data/photos",
                    Output = "/data/out",
                    Space = "digits@7",
                    SubmittedAt = Time,
                    EndedAt = Time.AddHours(1),
                    Embedded = 60,
                    DeadLettered = 3,
                },
            },
        },
        "space" => new SpaceState
        {
            Classes = ["one", "two"],
            Versions =
            [
                new SpaceVersionInfo
                {
                    Space = "digits",
                    Version = 7,
                    Manifest = Hash,
                    Pack = "classic",
                    PackSha256 = Hash,
                    Parent = 6,
                    Classes = 2,
                    Rows = 100,
                    Heads = [Modality.Image, Modality.Audio],
                    Created = Time,
                },
            ],
            Latest = 7,
            Stable = 6,
            Captions = true,
        },
        "spaces" => new SpaceIndexState { Spaces = ["digits", "parts"] },
        "class" => new ClassCenterState
        {
            Length = 4096,
            FileSha256 = Hash,
            Approved = Hash,
            Draft = Hash,
            Counts = [50, 3, 2],
            Centers =
            [
                new CenterVersion
                {
                    Class = "one",
                    Version = 2,
                    File = Hash,
                    Rows = 50,
                    Dimension = 512,
                    Knowledge = Hash,
                    Selection = "top:50",
                    Pack = "classic",
                    PackSha256 = Hash,
                    TextEncoder = Hash,
                    Calibrated = "/data/out",
                    Created = Time,
                    Llms = ["model"],
                    Prompts = [Hash],
                },
            ],
            Current = 2,
            File = "descriptions-1.jsonl",
        },
        "alignment" => new AlignmentGrainState
        {
            Heads =
            [
                new HeadInfo
                {
                    Modality = Modality.Thermal,
                    Sha256 = Hash,
                    Method = "ridge",
                    Encoder = Hash,
                    RawDimension = 256,
                    Dimension = 512,
                    Items = 1000,
                    Metrics = { ["top1"] = 0.75 },
                    Created = Time,
                },
            ],
            InUse = Hash,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
