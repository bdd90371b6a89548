#if UNIBIND_AZURE
// Compiled with -p:UniBindAzure=true only; the default build and CI do not compile it.
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Orleans.Serialization;
using Orleans.Storage;

namespace UniBind.Grid.Silo;

/// <summary>Membership, grain state and reminders in Azure Storage.</summary>
public static class AzureStorageHostingExtensions
{
    /// <summary>Uses one storage account for all three; state goes to the blobs of <paramref name="container"/>.</summary>
    public static ISiloBuilder AddAzureGridStorage(this ISiloBuilder silo, string name, string container, string connectionString)
    {
        silo.UseAzureStorageClustering(o => o.TableServiceClient = new TableServiceClient(connectionString));
        silo.AddAzureBlobGrainStorage(name, options => options.Configure<Serializer>((o, serializer) =>
        {
            o.ContainerName = container;
            o.BlobServiceClient = new BlobServiceClient(connectionString);
            o.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
        return silo.UseAzureTableReminderService(o => o.TableServiceClient = new TableServiceClient(connectionString));
    }
}
#endif
