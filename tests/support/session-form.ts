import type { Page } from 'playwright-core';
import { defaultAllowedWindow } from '#protocol';
import { vietnamTimestamp } from '../../controller/domain/vietnam-date.ts';
import { waitUntil } from './wait-until.ts';

/** Sessions of the demo that air every day, in minutes since midnight; their sound lasts about a minute. */
const dailyMinutes = [5 * 60, 17 * 60];
const minuteMs = 60_000;

const minuteOfDay = (at: number): number => {
  const [hours = 0, minutes = 0] = vietnamTimestamp(at).slice(11, 16).split(':').map(Number);
  return hours * 60 + minutes;
};

/** The first full minute from an instant on in which the demo's daily sessions do not sound. */
export const freeMinuteFrom = (at: number): number => {
  const minute = Math.ceil(at / minuteMs) * minuteMs;
  const isTaken = dailyMinutes.some((daily) => Math.abs(minuteOfDay(minute) - daily) <= 2);
  return isTaken ? freeMinuteFrom(minute + 1) : minute;
};

/** Chooses date and time in the open form: Vietnam's, wherever the browser believes to be. */
export const chooseStart = async (page: Page, startAt: number): Promise<void> => {
  const form = page.getByRole('form', { name: 'Đặt lịch phát thanh' });
  const [date = '', time = ''] = vietnamTimestamp(startAt).slice(0, 16).split('T');
  const [year, month, day] = date.split('-').map(Number);
  await form.getByText('Chọn giờ').click();
  await form.getByLabel('Ngày', { exact: true }).click();
  const dayButton = page.getByRole('button', { name: `${day} tháng ${month} ${year}`, exact: true });
  await dayButton.click();
  const [hours = '', minutes = ''] = time.split(':');
  await form.getByRole('spinbutton', { name: 'Giờ' }).fill(hours);
  await form.getByRole('spinbutton', { name: 'Phút' }).fill(minutes);
};

/**
 * Sends the form, with a reason where the form asks for one, until it says that the session is placed.
 * Tells whether an exception was asked for.
 */
export const sendSession = async (page: Page, reason: string): Promise<{ askedForException: boolean }> => {
  const form = page.getByRole('form', { name: 'Đặt lịch phát thanh' });
  const reasonField = form.getByLabel('Lý do cho phép phát ngoài giờ');
  const done = page.getByRole('heading', { name: 'Đã đặt lịch' });
  await form.getByRole('button', { name: 'Đặt lịch' }).click();
  const answer = await waitUntil('the form to be answered', async () => {
    if (await done.isVisible()) return 'done';
    return (await reasonField.isVisible()) ? 'asked' : null;
  });
  if (answer === 'asked') {
    await reasonField.fill(reason);
    await form.getByRole('button', { name: 'Cho phép và đặt lịch' }).click();
    await done.waitFor();
  }
  return { askedForException: answer === 'asked' };
};

/** Whether sound at this instant needs an exception, by the policy that holds without any other. */
export const isInQuietHours = (at: number): boolean => defaultAllowedWindow(at) === null;
