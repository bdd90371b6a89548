namespace UniBind.Grid.Corpora;

/// <summary>Opens stores by their addresses.</summary>
public static class ObjectStores
{
    /// <summary>The store whose root is a folder, wherever that is; nothing is read or written, and the folder need not exist.</summary>
    /// <param name="address">See <see cref="ObjectAddress"/>.</param>
    /// <exception cref="CorpusException">It is no address, or the environment does not say how to reach it.</exception>
    public static IObjectStore Open(string address) => new LocalObjectStore(ObjectAddress.Normalize(address));

    /// <summary>The store of an object's folder, and the object's key there.</summary>
    /// <param name="address">The object's address.</param>
    /// <exception cref="CorpusException">It is no address of an object.</exception>
    public static (IObjectStore Store, string Key) OpenObject(string address)
    {
        var (folder, name) = ObjectAddress.Split(address);
        return (Open(folder), name);
    }
}
