namespace UniBind.Grid.Abstractions.Tests.Topology;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("redis://127.0.0.1:6379", "127.0.0.1:6379", "127.0.0.1:6379")]
    [InlineData("redis://db", "db:6379", "db:6379")]
    [InlineData("redis://db:1/3", "db:1,defaultDatabase=3", "db:1")]
    [InlineData("redis://db:1,3", "db:1,defaultDatabase=3", "db:1")]
    [InlineData("rediss://db:1", "db:1,ssl=true", "db:1")]
    [InlineData("redis://[::1]:7", "[::1]:7", "[::1]:7")]
    [InlineData("a:1, b:2,connectTimeout=100", "a:1,b:2,connectTimeout=100", "a:1,b:2")]
    public void Parse_Address_GivesConfigurationAndName(string text, string configuration, string name)
    {
        var address = ClusterAddress.Parse(text);

        Assert.Equal(configuration, address.Configuration);
        Assert.Equal(name, address.ToString());
        Assert.False(address.HasSecret);
    }

    [Theory]
    [InlineData("redis://:secret@db:1", "db:1,password=secret")]
    [InlineData("redis://me:se%63ret@db:1/2", "db:1,user=me,password=secret,defaultDatabase=2")]
    [InlineData("db:1,Password=secret", "db:1,Password=secret")]
    public void Parse_Password_IsInNoText(string text, string configuration)
    {
        var address = ClusterAddress.Parse(text);

        Assert.Equal(configuration, address.Configuration);
        Assert.True(address.HasSecret);
        Assert.DoesNotContain("secret", address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("redis://")]
    [InlineData("redis://:secret@")]
    [InlineData("http://db:1")]
    [InlineData("redis://db:x")]
    [InlineData("redis://db:0")]
    [InlineData("redis://db:65536")]
    [InlineData("redis://db/x")]
    [InlineData("password=secret")]
    public void Parse_NoAddress_IsRefusedWithoutRepeatingIt(string text)
    {
        var error = Assert.Throws<GridException>(() => ClusterAddress.Parse(text));

        Assert.Contains("redis://host:port", error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=mine;AccountKey=secret;EndpointSuffix=core.windows.net", "mine", true)]
    [InlineData("TableEndpoint=https://mine.table.core.windows.net/;SharedAccessSignature=secret", "mine", true)]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1", false)]
    public void Parse_ConnectionString_IsAStorageAccount(string text, string name, bool secret)
    {
        var address = ClusterAddress.Parse(text);

        Assert.True(address.IsAzure);
        Assert.Equal(text, address.Configuration);
        Assert.Equal(name, address.ToString());
        Assert.Equal(secret, address.HasSecret);
    }

    [Fact]
    public void Parse_ConnectionStringWithoutAccount_IsRefused() =>
        Assert.Contains("no storage account", Assert.Throws<GridException>(() => ClusterAddress.Parse("AccountName=;AccountKey=secret")).Message);
}
