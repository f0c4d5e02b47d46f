# The service in a container. On ordinary processors by default; --build-arg GPU=true for CUDA. docs/operation.md tells how to run it.
ARG GPU=false
ARG CUDA_IMAGE=nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG GPU
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY models models
COPY Ruying.Pipeline Ruying.Pipeline
COPY Ruying.SpeechHost Ruying.SpeechHost
COPY Ruying.Api Ruying.Api
RUN dotnet publish Ruying.Api -c Release -p:RuyingGpu=${GPU} -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS runtime-false

# CUDA's libraries from its own image, .NET from the other.
FROM ${CUDA_IMAGE} AS runtime-true
COPY --from=runtime-false /usr/share/dotnet /usr/share/dotnet
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3t64 \
    && rm -rf /var/lib/apt/lists/* \
    && ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet

FROM runtime-${GPU} AS final
# What ./ruying setup installs, by its names on Ubuntu 24.04.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        espeak-ng \
        ffmpeg \
        libatomic1 \
        libdrm2 \
        libespeak-ng1 \
        libgtk-3-0t64 \
        util-linux \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 1654 -g 1654 -m 700 /data
COPY --from=build /app /app
COPY LICENSE NOTICE /app/

# The root may be read-only: the service writes to /data and /tmp and nowhere else.
ENV RUYING_DATA=/data \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    DOTNET_EnableDiagnostics=0 \
    HOME=/tmp
VOLUME ["/data", "/tmp"]
EXPOSE 8080
USER 1654:1654
WORKDIR /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["dotnet", "/app/Ruying.Api.dll", "admin", "health", "--url", "http://127.0.0.1:8080"]
ENTRYPOINT ["dotnet", "/app/Ruying.Api.dll"]
