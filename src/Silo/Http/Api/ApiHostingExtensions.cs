namespace UniBind.Grid.Silo;

/// <summary>The API's endpoints.</summary>
internal static class ApiHostingExtensions
{
    private const string Embedding = "Embedding";
    private const string Jobs = "Jobs";
    private const string Catalogue = "Models and spaces";

    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddGridApi(this IServiceCollection services, GridHttpOptions options)
    {
        // One option says how large a body may be; a buffer has no more than a gibibyte.
        options.Endpoints.MaxBodyBytes = Math.Min(options.Access.Limits.BodyBytes, 1 << 30);
        // No request lasts longer than that, whatever its header asks for.
        if (options.Endpoints.MaxTimeout > options.Access.Limits.Timeout)
            options.Endpoints.MaxTimeout = options.Access.Limits.Timeout;
        services.AddSingleton(options.Endpoints);
        services.AddSingleton<DefaultModel>().AddSingleton<OnlineCalls>().AddSingleton<JobSubmissions>();
        services.AddSingleton<EmbeddingsEndpoint>().AddSingleton<TeiEndpoint>().AddSingleton<CohereEndpoint>().AddSingleton<ClassifyEndpoint>();
        services.AddSingleton<JobEndpoints>().AddSingleton<JobEvents>().AddSingleton<SpaceEndpoints>().AddSingleton<ModelEndpoints>();
        return services.AddGridApiDocument();
    }

    /// <summary>Turns failures of all that comes after it into answers in the shapes of the API.</summary>
    public static IApplicationBuilder UseGridErrors(this IApplicationBuilder app) => app.UseMiddleware<ApiErrorMiddleware>();

    /// <summary>Maps the endpoints.</summary>
    public static IEndpointRouteBuilder MapGridApi(this IEndpointRouteBuilder endpoints)
    {
        MapOnline(endpoints);
        MapJobs(endpoints);
        MapCatalogue(endpoints);
        endpoints.MapGridApiDocument();
        return endpoints;
    }

    private static void MapOnline(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        Post("/v1/embeddings", services.GetRequiredService<EmbeddingsEndpoint>().HandleAsync, "Embed items of any modality, as OpenAI's API does texts", typeof(EmbeddingsShape), typeof(EmbeddingsAnswerShape), takesFiles: true);
        Post("/v1/classify", services.GetRequiredService<ClassifyEndpoint>().HandleAsync, "Tell the classes of items, with the description that decided", typeof(ClassifyShape), typeof(ClassificationList));
        Post("/embed", services.GetRequiredService<TeiEndpoint>().HandleAsync, "Embed texts, as text-embeddings-inference does", typeof(TeiShape), typeof(float[][]));
        Post("/v2/embed", services.GetRequiredService<CohereEndpoint>().HandleAsync, "Embed texts and images, as Cohere's API does", typeof(CohereShape), typeof(CohereAnswerShape));

        void Post(string pattern, RequestDelegate handler, string summary, Type body, Type answer, bool takesFiles = false) =>
            endpoints.MapPost(pattern, handler).RequireAuthorization(AccessScopes.Embed).Describe(handler, Embedding, summary, body, answer, takesFiles: takesFiles);
    }

    private static void MapJobs(IEndpointRouteBuilder endpoints)
    {
        var jobs = endpoints.ServiceProvider.GetRequiredService<JobEndpoints>();
        RequestDelegate submit = jobs.SubmitAsync, list = jobs.ListAsync, get = jobs.GetAsync, events = endpoints.ServiceProvider.GetRequiredService<JobEvents>().HandleAsync;
        Scoped(endpoints.MapPost("/v1/jobs", submit)).Describe(submit, Jobs, "Submit a batch job", typeof(JobBody), typeof(JobView), StatusCodes.Status202Accepted);
        Scoped(endpoints.MapGet("/v1/jobs", list)).Describe(list, Jobs, "List the jobs, newest first; the query 'limit' says how many", answer: typeof(JobList));
        Scoped(endpoints.MapGet("/v1/jobs/{id}", get)).Describe(get, Jobs, "Show a job", answer: typeof(JobView));
        Scoped(endpoints.MapGet("/v1/jobs/{id}/events", events)).DisableRequestTimeout().Describe(events, Jobs, "Watch a job by server-sent events: 'progress', and 'end' at its end");
        Steer("pause", jobs.PauseAsync, "Hand out no more of a job's work until it is resumed");
        Steer("resume", jobs.ResumeAsync, "Go on with a paused, failed or cancelled job");
        Steer("cancel", jobs.CancelAsync, "Stop a job; what it committed stays");

        static IEndpointConventionBuilder Scoped(IEndpointConventionBuilder endpoint) => endpoint.RequireAuthorization(AccessScopes.Jobs);

        void Steer(string verb, RequestDelegate handler, string summary) =>
            Scoped(endpoints.MapPost("/v1/jobs/{id}/" + verb, handler)).Describe(handler, Jobs, summary, answer: typeof(JobView));
    }

    private static void MapCatalogue(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var (spaces, models) = (services.GetRequiredService<SpaceEndpoints>(), services.GetRequiredService<ModelEndpoints>());
        Get("/v1/models", models.ListAsync, "List what requests may name as their model", typeof(ModelList));
        Get("/v1/models/{id}", models.GetAsync, "Show a model", typeof(ModelView));
        Get("/v1/spaces", spaces.ListAsync, "List the spaces", typeof(SpaceList));
        Get("/v1/spaces/{name}", spaces.GetAsync, "Show a space with its classes and versions", typeof(SpaceView));

        void Get(string pattern, RequestDelegate handler, string summary, Type answer) =>
            endpoints.MapGet(pattern, handler).RequireAuthorization(AccessScopes.Embed).Describe(handler, Catalogue, summary, answer: answer);
    }
}
