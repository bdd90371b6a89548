# The grid on CPUs. Built with: docker build -t unibind-grid:0.1.0 .
# With Azure Storage for membership, state and reminders: docker build --build-arg UNIBIND_AZURE=true -t unibind-grid:0.1.0-azure .

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG UNIBIND_AZURE=false
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /source
# What restoring needs, and nothing else: the layer is kept until a package changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Abstractions/UniBind.Grid.Abstractions.csproj src/Abstractions/
COPY src/Alignment/UniBind.Grid.Alignment.csproj src/Alignment/
COPY src/Cli/UniBind.Grid.Cli.csproj src/Cli/
COPY src/Client/UniBind.Grid.Client.csproj src/Client/
COPY src/Corpora/UniBind.Grid.Corpora.csproj src/Corpora/
COPY src/Encoding/UniBind.Grid.Encoding.csproj src/Encoding/
COPY src/Grains/UniBind.Grid.Grains.csproj src/Grains/
COPY src/Media/UniBind.Grid.Media.csproj src/Media/
COPY src/Samples/UniBind.Grid.Samples.csproj src/Samples/
COPY src/Silo/UniBind.Grid.Silo.csproj src/Silo/
RUN dotnet restore src/Cli/UniBind.Grid.Cli.csproj -p:UniBindPublish=ready-to-run -p:UniBindGpu=false -p:UniBindAzure=${UNIBIND_AZURE}
COPY packs/ packs/
COPY samples/ samples/
COPY src/ src/
RUN dotnet publish src/Cli/UniBind.Grid.Cli.csproj --no-restore --configuration Release --output /app -p:UniBindPublish=ready-to-run -p:UniBindGpu=false -p:UniBindAzure=${UNIBIND_AZURE}

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS final
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ffmpeg \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /data /spaces \
    && chown 1654:1654 /data /spaces
LABEL org.opencontainers.image.title="UniBind.Grid" \
      org.opencontainers.image.description="Embeds multimodal corpora into one balanced space, on a grid" \
      org.opencontainers.image.version="0.1.0"
COPY --from=build /app /app
# The root may be read-only: state goes to /data, spaces to /spaces, and what is decoded on the way to /tmp.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    HOME=/tmp \
    UNIBIND_HOME=/data \
    UNIBIND_HTTP_PORT=8080
WORKDIR /data
# A number, so that a cluster can see that it is not root.
USER 1654:1654
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=10s --start-period=120s --retries=3 CMD ["dotnet", "/app/unibind.dll", "health"]
ENTRYPOINT ["dotnet", "/app/unibind.dll"]
CMD ["serve"]
