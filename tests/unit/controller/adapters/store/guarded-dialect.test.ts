import BetterSqlite from 'better-sqlite3';
import { CompiledQuery } from 'kysely';
import { describe, expect, it } from 'vitest';
import { guardDialect } from '../../../../../controller/adapters/store/guarded-dialect.ts';
import { createSqliteDialect } from '../../../../../controller/adapters/store/sqlite-dialect.ts';

const createDriver = () => guardDialect(createSqliteDialect(new BetterSqlite(':memory:'))).createDriver();

describe('a guarded driver', () => {
  it('refuses a connection that was given back, which another flow may hold by now', async () => {
    const driver = createDriver();
    const connection = await driver.acquireConnection();
    await connection.executeQuery(CompiledQuery.raw('select 1'));
    await driver.releaseConnection(connection);
    await expect(connection.executeQuery(CompiledQuery.raw('select 1'))).rejects.toMatchObject({
      code: 'Store_Failed',
      message: 'This transaction has ended.',
    });
    await driver.destroy();
  });

  it('lends the connection to those who wait in the order of asking', async () => {
    const driver = createDriver();
    const order: number[] = [];
    const held = await driver.acquireConnection();
    const waiting = [1, 2, 3].map(async (number) => {
      const connection = await driver.acquireConnection();
      order.push(number);
      await driver.releaseConnection(connection);
    });
    await driver.releaseConnection(held);
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
    await driver.destroy();
  });

  it('begins afresh after a transaction whose statement failed', async () => {
    const driver = createDriver();
    const first = await driver.acquireConnection();
    await driver.beginTransaction(first, {});
    await expect(first.executeQuery(CompiledQuery.raw('select nonsense'))).rejects.toMatchObject({
      code: 'Store_Failed',
    });
    await expect(driver.commitTransaction(first)).rejects.toMatchObject({ code: 'Store_Failed' });
    await driver.rollbackTransaction(first);
    await driver.releaseConnection(first);

    const second = await driver.acquireConnection();
    await driver.beginTransaction(second, {});
    await expect(driver.commitTransaction(second)).resolves.toBeUndefined();
    await driver.releaseConnection(second);
    await driver.destroy();
  });
});
